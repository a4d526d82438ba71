#include "proto/baseline/breaking_change.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"
#include "probity/v1/options.pb.h"

namespace probity::baseline {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::EnumValueDescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;
using google::protobuf::MethodDescriptorProto;
using google::protobuf::ServiceDescriptorProto;
using google::protobuf::util::MessageDifferencer;

// Everything that a package declares, by full name without the package. Pointers into the set.
struct Contract {
  std::map<std::string, const DescriptorProto*> messages;
  std::map<std::string, const EnumDescriptorProto*> enums;
  std::map<std::string, const ServiceDescriptorProto*> services;

  void Add(const std::string& prefix, const DescriptorProto& message) {
    const std::string name = prefix + message.name();
    messages.emplace(name, &message);
    for (const DescriptorProto& nested : message.nested_type()) Add(name + ".", nested);
    for (const EnumDescriptorProto& nested : message.enum_type()) {
      enums.emplace(name + "." + nested.name(), &nested);
    }
  }
};

Contract Read(absl::string_view package, const FileDescriptorSet& set) {
  Contract contract;
  for (const FileDescriptorProto& file : set.file()) {
    if (file.package() != package) continue;
    for (const DescriptorProto& message : file.message_type()) contract.Add("", message);
    for (const EnumDescriptorProto& type : file.enum_type()) {
      contract.enums.emplace(type.name(), &type);
    }
    for (const ServiceDescriptorProto& service : file.service()) {
      contract.services.emplace(service.name(), &service);
    }
  }
  return contract;
}

// The first of `items` that `matches`, or null.
template <typename Items, typename Matches>
auto Find(const Items& items, Matches matches) -> const typename Items::value_type* {
  for (const auto& item : items) {
    if (matches(item)) return &item;
  }
  return nullptr;
}

template <typename Options, typename Extension>
bool SameOption(const Options& before, const Options& after, const Extension& extension) {
  return before.HasExtension(extension) == after.HasExtension(extension) &&
         MessageDifferencer::Equals(before.GetExtension(extension), after.GetExtension(extension));
}

std::string OneofOf(const DescriptorProto& message, const FieldDescriptorProto& field) {
  if (!field.has_oneof_index() || field.proto3_optional()) return "";
  return message.oneof_decl(field.oneof_index()).name();
}

class Comparison {
 public:
  std::vector<std::string> Run(const Contract& before, const Contract& after) {
    Each(before.messages, after.messages, &Comparison::Message);
    Each(before.enums, after.enums, &Comparison::Enum);
    Each(before.services, after.services, &Comparison::Service);
    return std::move(changes_);
  }

 private:
  template <typename T>
  void Each(const std::map<std::string, const T*>& before,
            const std::map<std::string, const T*>& after,
            void (Comparison::*compare)(const std::string&, const T&, const T&)) {
    for (const auto& [name, item] : before) {
      const auto now = after.find(name);
      if (now == after.end()) {
        Change(name, "is gone");
      } else {
        (this->*compare)(name, *item, *now->second);
      }
    }
  }

  void Change(absl::string_view name, absl::string_view what) {
    changes_.push_back(absl::StrCat(name, ": ", what));
  }

  void Message(const std::string& name, const DescriptorProto& before,
               const DescriptorProto& after) {
    if (!SameOption(before.options(), after.options(), v1::resource)) {
      Change(name, "its resource option changed");
    }
    for (const FieldDescriptorProto& field : before.field()) {
      const std::string full = absl::StrCat(name, ".", field.name());
      const auto* now = Find(after.field(), [&](const FieldDescriptorProto& other) {
        return other.number() == field.number();
      });
      const auto* namesake = Find(after.field(), [&](const FieldDescriptorProto& other) {
        return other.name() == field.name();
      });
      if (namesake != nullptr && namesake != now) {
        Change(full, "has another number");
      } else if (now == nullptr) {
        Change(full, "is gone");
      } else if (namesake == nullptr) {
        Change(full, "has another name");
      } else {
        Field(full, before, field, after, *now);
      }
    }
  }

  void Field(const std::string& name, const DescriptorProto& in_before,
             const FieldDescriptorProto& before, const DescriptorProto& in_after,
             const FieldDescriptorProto& after) {
    if (before.type() != after.type() || before.type_name() != after.type_name()) {
      Change(name, "has another type");
    }
    if (before.label() != after.label()) Change(name, "is repeated, or is no longer");
    if (before.proto3_optional() != after.proto3_optional()) {
      Change(name, "is optional, or is no longer");
    }
    if (OneofOf(in_before, before) != OneofOf(in_after, after)) Change(name, "is in another oneof");
    if (!SameOption(before.options(), after.options(), v1::sensitive)) {
      Change(name, "its sensitive option changed");
    }
    if (before.options().GetExtension(v1::reference) !=
        after.options().GetExtension(v1::reference)) {
      Change(name, "its reference option changed");
    }
  }

  void Enum(const std::string& name, const EnumDescriptorProto& before,
            const EnumDescriptorProto& after) {
    for (const EnumValueDescriptorProto& value : before.value()) {
      const std::string full = absl::StrCat(name, ".", value.name());
      const auto* now = Find(after.value(), [&](const EnumValueDescriptorProto& other) {
        return other.name() == value.name();
      });
      if (now == nullptr) {
        Change(full, "is gone");
      } else if (now->number() != value.number()) {
        Change(full, "has another number");
      }
    }
  }

  void Service(const std::string& name, const ServiceDescriptorProto& before,
               const ServiceDescriptorProto& after) {
    for (const MethodDescriptorProto& method : before.method()) {
      const std::string full = absl::StrCat(name, ".", method.name());
      const auto* now = Find(after.method(), [&](const MethodDescriptorProto& other) {
        return other.name() == method.name();
      });
      if (now == nullptr) {
        Change(full, "is gone");
        continue;
      }
      if (now->input_type() != method.input_type()) Change(full, "has another request");
      if (now->output_type() != method.output_type()) Change(full, "has another response");
      if (now->client_streaming() != method.client_streaming() ||
          now->server_streaming() != method.server_streaming()) {
        Change(full, "streams, or does no longer");
      }
    }
  }

  std::vector<std::string> changes_;
};

}  // namespace

std::vector<std::string> BreakingChanges(absl::string_view package, const FileDescriptorSet& before,
                                         const FileDescriptorSet& after) {
  return Comparison().Run(Read(package, before), Read(package, after));
}

}  // namespace probity::baseline
