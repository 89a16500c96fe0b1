"""Serves S3, DynamoDB and STS on a free port of this machine until standard input closes, which it does when the
process that started this one ends, in whatever way."""

import sys
import threading
from collections import OrderedDict

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from waitress.server import create_server


class OncePerInvocation:
    """Answers a retry with what the first attempt was answered.

    A connection may break between Terraform and this server after a request was carried out. AWS's SDKs then send the
    request again, and a conditional write (Terraform's lock) would fail on what it has itself written. All attempts of
    one call carry the same invocation id.
    """

    kept = 1000

    def __init__(self, application):
        self.application = application
        self.answers = OrderedDict()

    def __call__(self, environ, start_response):
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if environ["REQUEST_METHOD"] != "POST" or invocation is None:
            return self.application(environ, start_response)
        if invocation not in self.answers:
            self.answers[invocation] = self.answer(environ)
            if len(self.answers) > self.kept:
                self.answers.popitem(last=False)
        status, headers, body = self.answers[invocation]
        start_response(status, headers)
        return [body]

    def answer(self, environ):
        head = []

        def start_response(status, headers, exc_info=None):
            head[:] = [status, headers]

        parts = self.application(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return (*head, body)


# One request at a time: moto's tables and buckets are plain dictionaries. Terraform opens a connection for each command.
server = create_server(
    OncePerInvocation(DomainDispatcherApplication(create_backend_app)),
    host="127.0.0.1",
    port=0,
    threads=1,
    connection_limit=1000,
    channel_timeout=600,
)
threading.Thread(target=server.run, daemon=True).start()
print(server.effective_port, flush=True)
sys.stdin.read()
