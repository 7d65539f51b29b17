#!/usr/bin/env python3
"""Records how the official SDKs sign requests, as facts for the tests: Tests/Fixtures/object-store-facts.json.

Needs boto3, azure-storage-blob and google-auth with cryptography (pip install boto3 azure-storage-blob google-auth cryptography),
and Tests/Fixtures/keys/rsa-2048.pem, a key for tests alone. Nothing is sent anywhere.
"""

import base64
import datetime
import json
import pathlib
import urllib.parse

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from azure.storage.blob._shared.authentication import SharedKeyCredentialPolicy
from google.auth import crypt

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures"
TIME = datetime.datetime(2026, 11, 30, 17, 0, 5, tzinfo=datetime.timezone.utc)
AWS_KEY, AWS_SECRET, AWS_TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token/+=="
AZURE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

KEYS = ["a/b.jpg", "a//double.jpg", "sp ace+plus%25.jpg", "ünï/日本.jpg", "(x)!*'$&,:;=@~.jpg", "q?x=1&y#z.jpg", "a/../b"]
# method, key, query, fields, body
CASES = [("GET", key, [], {}, "") for key in KEYS] + [
    ("GET", None, [("list-type", "2"), ("prefix", "a b/ü"), ("encoding-type", "url"), ("continuation-token", "a+/=")], {}, ""),
    ("GET", "a", [("versionId", "v/1+2")], {"Range": "bytes=0-9", "If-Match": '"1"'}, ""),
    ("PUT", "a", [], {"Content-Type": "image/webp", "Cache-Control": "public, max-age=60", "If-None-Match": "*",
                      "x-amz-meta-sha256": "x  y", "x-amz-acl": "public-read"}, "Welcome"),
    ("DELETE", "a", [], {}, ""),
    ("HEAD", "a", [], {"If-None-Match": '"1"'}, ""),
]


class FixedTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return TIME

    @classmethod
    def utcnow(cls):
        return TIME.replace(tzinfo=None)


def aws():
    """Signatures by botocore's signer for S3."""
    if hasattr(botocore.auth, "get_current_datetime"):
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: TIME.replace(tzinfo=None)
    botocore.auth.datetime.datetime = FixedTime
    for method, key, query, fields, body in CASES:
        for token in (None, AWS_TOKEN):
            path = "/bucket" + ("" if key is None else "/" + urllib.parse.quote(key, safe="/-_.~"))
            text = urllib.parse.urlencode(query, quote_via=urllib.parse.quote, safe="-_.~")
            request = botocore.awsrequest.AWSRequest(
                method=method, url=f"https://s3.eu-west-7.example:9000{path}" + (f"?{text}" if text else ""),
                headers=dict(fields), data=body.encode())
            request.context["client_config"] = None
            request.context["payload_signing_enabled"] = True
            signer = botocore.auth.S3SigV4Auth(
                botocore.credentials.Credentials(AWS_KEY, AWS_SECRET, token), "s3", "eu-west-7")
            signer.add_auth(request)
            yield {"method": method, "key": key, "query": query, "fields": fields, "body": body, "token": token,
                   "authorization": request.headers["Authorization"]}


class AzureRequest:
    def __init__(self, method, url, headers, query):
        self.method, self.url, self.headers, self.query = method, url, headers, query


class Wrapped:
    def __init__(self, request):
        self.http_request = request
        self.context = self
        self.transport = None


def azure():
    """Signatures by azure-storage-blob's policy for shared keys."""
    policy = SharedKeyCredentialPolicy("account", AZURE_KEY)
    date = TIME.strftime("%a, %d %b %Y %H:%M:%S GMT")
    cases = [("GET", key, [], {}, "") for key in KEYS if ".." not in key] + [
        ("GET", None, [("restype", "container"), ("comp", "list"), ("prefix", "a b/ü"), ("maxresults", "1000")], {}, ""),
        ("GET", "a", [("versionid", "2026-01-01T00:00:00.0000000Z")], {"x-ms-range": "bytes=0-9", "If-Match": '"1"'}, ""),
        ("PUT", "a", [], {"x-ms-blob-type": "BlockBlob", "x-ms-blob-content-type": "image/webp", "If-None-Match": "*",
                          "x-ms-meta-sha256": "x"}, "Welcome"),
        ("DELETE", "a", [], {}, ""),
        ("HEAD", "a", [], {}, ""),
    ]
    for method, key, query, fields, body in cases:
        path = "/container" + ("" if key is None else "/" + urllib.parse.quote(key, safe="/-_.~"))
        headers = dict(fields) | {"x-ms-date": date, "x-ms-version": "2021-12-02"}
        if body:
            headers["Content-Length"] = str(len(body))
        request = AzureRequest(method, f"https://account.blob.core.windows.net{path}", headers, dict(query))
        policy.on_request(Wrapped(request))
        yield {"method": method, "key": key, "query": query, "fields": fields, "body": body,
               "authorization": request.headers["Authorization"]}


def google():
    """Signatures of texts by google-auth's signer."""
    signer = crypt.RSASigner.from_string((FIXTURES / "keys" / "rsa-2048.pem").read_text())
    for text in ["", "header.claims", "ü" * 1000]:
        yield {"text": text, "signature": base64.b64encode(signer.sign(text.encode())).decode()}


facts = {"aws": list(aws()), "azure": list(azure()), "google": list(google())}
(FIXTURES / "object-store-facts.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
print({name: len(entries) for name, entries in facts.items()})
