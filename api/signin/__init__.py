"""Signing in by an organisation's OpenID Connect provider (OIDC Core 1.0, code flow with PKCE)."""
