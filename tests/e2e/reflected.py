"""A client that knows nothing of the server but its address: services and messages by reflection."""

import queue

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format
from google.protobuf.message_factory import MessageFactory

REFLECTION = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"


def _reflection_messages():
    """The few fields of grpc/reflection/v1alpha that are used here."""
    file = descriptor_pb2.FileDescriptorProto(name="r.proto", package="r", syntax="proto3")
    text, message, data = 9, 11, 12
    layout = {
        "Request": [("file_containing_symbol", 4, text, 1, ""), ("list_services", 7, text, 1, "")],
        "Response": [("file", 4, message, 1, ".r.Files"), ("services", 6, message, 1, ".r.Services")],
        "Files": [("file", 1, data, 3, "")],
        "Services": [("service", 1, message, 3, ".r.Service")],
        "Service": [("name", 1, text, 1, "")],
    }
    for name, fields in layout.items():
        declared = file.message_type.add(name=name)
        for field, number, kind, label, type_name in fields:
            declared.field.add(name=field, number=number, type=kind, label=label,
                               type_name=type_name or None)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    factory = MessageFactory(pool)
    return (factory.GetPrototype(pool.FindMessageTypeByName("r.Request")),
            factory.GetPrototype(pool.FindMessageTypeByName("r.Response")))


class Client:
    def __init__(self, channel):
        self.channel = channel
        self._request, self._response = _reflection_messages()
        self._pool = descriptor_pool.DescriptorPool()
        self._factory = MessageFactory(self._pool)
        self._added = set()
        self._learned = set()

    def _ask(self, request):
        call = self.channel.stream_stream(REFLECTION, self._request.SerializeToString,
                                          self._response.FromString)
        return next(iter(call(iter([request]), timeout=30)))

    def services(self):
        return [s.name for s in self._ask(self._request(list_services="*")).services.service]

    def _learn(self, symbol):
        files = [descriptor_pb2.FileDescriptorProto.FromString(data) for data in
                 self._ask(self._request(file_containing_symbol=symbol)).file.file]
        by_name = {file.name: file for file in files}

        def add(file):
            if file.name in self._added:
                return
            self._added.add(file.name)
            for dependency in file.dependency:
                if dependency in by_name:
                    add(by_name[dependency])
            self._pool.Add(file)

        for file in files:
            add(file)

    def service(self, name):
        if name not in self._learned:
            self._learn(name)
            self._learned.add(name)
        return self._pool.FindServiceByName(name)

    def method(self, name):
        service, method = name.rsplit("/", 1)
        return self.service(service).methods_by_name[method]

    def message(self, descriptor, fields):
        return json_format.ParseDict(fields, self._factory.GetPrototype(descriptor)())

    def call(self, name, fields, metadata=(), timeout=30):
        """A unary call; dictionaries in and out."""
        return self.call_told(name, fields, metadata, timeout)[0]

    def call_told(self, name, fields, metadata=(), timeout=30):
        """The same, with the trailers."""
        method = self.method(name)
        answer = self._factory.GetPrototype(method.output_type)
        made = self.channel.unary_unary("/" + name, lambda m: m.SerializeToString(),
                                        answer.FromString)
        response, call = made.with_call(self.message(method.input_type, fields), metadata=metadata,
                                        timeout=timeout)
        return (json_format.MessageToDict(response, preserving_proto_field_name=True),
                dict(call.trailing_metadata()))

    def stream(self, name, rows, metadata=(), timeout=60):
        """A stream of dictionaries; answers a list of them."""
        return list(self.answers(name, rows, metadata, timeout))

    def answers(self, name, rows, metadata=(), timeout=60):
        """The same, one by one as they come."""
        method = self.method(name)
        answer = self._factory.GetPrototype(method.output_type)
        made = self.channel.stream_stream("/" + name, lambda m: m.SerializeToString(),
                                          answer.FromString)
        rows = (self.message(method.input_type, row) for row in rows)
        for response in made(rows, metadata=metadata, timeout=timeout):
            yield json_format.MessageToDict(response, preserving_proto_field_name=True)


class OpenReflection:
    """A call that its server waits on until it is ended; `refused` is the code if it never began."""

    def __init__(self, channel):
        request, response = _reflection_messages()
        self._question = request(list_services="*")
        self._questions = queue.SimpleQueue()
        self._call = channel.stream_stream(REFLECTION, request.SerializeToString,
                                           response.FromString)(
                                               iter(self._questions.get, None), timeout=60)
        self.refused = None
        try:
            self.ask()
        except grpc.RpcError as error:
            self.refused = error.code()
            self._questions.put(None)

    def ask(self):
        """Asks for the services and waits for their names."""
        self._questions.put(self._question)
        return [service.name for service in next(self._call).services.service]

    def end(self):
        self._questions.put(None)
        assert list(self._call) == []


def details(error):
    """Reason, first field and domain of a failed call, from grpc-status-details-bin."""
    raw = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
    reason, field, domain = "", "", ""
    for number, data in _fields(raw):
        if number != 3:
            continue
        any_fields = dict(_fields(data))
        url, value = any_fields[1].decode(), any_fields.get(2, b"")
        if url.endswith("google.rpc.ErrorInfo"):
            info = dict(_fields(value))
            reason, domain = info.get(1, b"").decode(), info.get(2, b"").decode()
        elif url.endswith("google.rpc.BadRequest"):
            violation = dict(_fields(dict(_fields(value))[1]))
            field = violation.get(1, b"").decode()
    return reason, field, domain


def _fields(data):
    """Numbers and contents of a message's length-delimited fields; others are skipped."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    while at < len(data):
        key = varint()
        if key & 7 == 2:
            size = varint()
            yield key >> 3, data[at:at + size]
            at += size
        else:
            varint()
