"""What the server's own log may say: which kind of page, never whose, never which address."""

import logging


class RoutesAlone(logging.Filter):
    """Puts the route in the place of the address, which carries a treatment or a private page."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            status = getattr(record, "status_code", "")
            route = match.route if match else "-"
            record.msg, record.args = "%s %s %s", (status, request.method, route)
        return True
