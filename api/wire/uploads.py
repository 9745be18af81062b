"""The body that tells of a resumable upload."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.wire.dossiers import FileReceipt


class UploadView(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "upl_01a2018000d53f5504fe023744ef349b",
                    "dossier": "000.00.01.H26-261122-0042",
                    "name": "Tờ khai.pdf",
                    "length": 104857600,
                    "offset": 33554432,
                    "expires": "2026-11-23T02:11:09Z",
                    "file": None,
                }
            ]
        }
    )

    id: str
    dossier: str
    name: str
    length: int = Field(description="Byte")
    offset: int = Field(description="Số byte đã nhận / bytes that have come")
    expires: datetime
    file: FileReceipt | None = Field(
        description="Khi đã đủ: tệp trong hồ sơ / when whole: the file in the dossier"
    )
