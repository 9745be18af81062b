"""Bodies of the calls about events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from dossier.messages import EventKind


class EventView(BaseModel):
    seq: int = Field(description="Con trỏ, luôn tăng / the cursor, always growing")
    id: str = Field(description="Không đổi khi gửi lại / the same however often it is given")
    type: EventKind
    timestamp: datetime
    dossier: str
    data: dict[str, Any] = Field(description="Trạng thái và lý do / states and reasons")


class EventPage(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "events": [
                        {
                            "seq": 7,
                            "id": "evt_01a2018000d53f5504fe023744ef349b",
                            "type": "dossier.needs_review",
                            "timestamp": "2026-11-22T02:12:03Z",
                            "dossier": "000.00.01.H26-261122-0042",
                            "data": {
                                "state": "needs_review",
                                "decision": "review",
                                "reasons": [
                                    "Ngày, tháng, năm sinh trẻ (Tờ khai đăng ký khai sinh): "
                                    "chưa chắc đọc đúng / needs a look: perhaps misread"
                                ],
                                "record_version": 1,
                                "pages": 2,
                            },
                        }
                    ],
                    "next": 7,
                }
            ]
        }
    )

    events: list[EventView]
    next: int = Field(description="Giá trị `after` của lần gọi sau / `after` of the next call")
