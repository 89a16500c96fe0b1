"""Serves S3, DynamoDB and STS on a free port of this machine until standard input closes, which it does when the
process that started this one ends, in whatever way.

Prints the port, then follows the lines of standard input:

    refuse                          answers everything with 503 from now on, as in an outage; nothing is lost
    pause before|after METHOD TEXT  stops once at the first such request whose path ends with TEXT, before or after it is
                                    carried out, and prints "paused"
    serve                           works again; a request that was stopped before is never carried out
"""

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


class Outages:
    """Refuses or holds requests when told to."""

    def __init__(self, application):
        self.application = application
        self.refusing = False
        self.stop = None
        self.resumed = threading.Event()

    def obey(self, line):
        command, *rest = line.split()
        self.refusing = command == "refuse"
        self.stop = tuple(rest) if command == "pause" else None
        if command == "serve":
            self.resumed.set()

    def __call__(self, environ, start_response):
        when = self.due(environ)
        if when == "before":
            self.pause()
        if self.refusing or when == "before":
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        answer = self.application(environ, start_response)
        if when == "after":
            self.pause()
        return answer

    def due(self, environ):
        if self.stop is None:
            return None
        when, method, text = self.stop
        return when if environ["REQUEST_METHOD"] == method and environ["PATH_INFO"].endswith(text) else None

    def pause(self):
        self.stop = None
        self.resumed.clear()
        print("paused", flush=True)
        self.resumed.wait()


outages = Outages(OncePerInvocation(DomainDispatcherApplication(create_backend_app)))

# One request at a time: moto's tables and buckets are plain dictionaries. Terraform opens a connection for each command.
server = create_server(
    outages,
    host="127.0.0.1",
    port=0,
    threads=1,
    connection_limit=1000,
    channel_timeout=600,
)
threading.Thread(target=server.run, daemon=True).start()
print(server.effective_port, flush=True)
for line in sys.stdin:
    outages.obey(line)
