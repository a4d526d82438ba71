# The headers that most files parse, parsed once for each of three kinds: what knows the contract, what
# knows gRPC too, and tests. No file may lean on it: each includes what it uses, and the build of
# tests/sanitize.sh, where PROBITY_PRECOMPILED is off, does not compile where one forgets.
set(PRECOMPILED_contract <algorithm> <chrono> <fstream> <functional> <map> <memory> <mutex>
    <optional> <set> <string> <thread> <utility> <vector>
    <absl/container/flat_hash_map.h> <absl/container/flat_hash_set.h> <absl/status/statusor.h>
    <absl/strings/str_cat.h> <absl/strings/str_format.h> <absl/strings/str_join.h>
    <absl/strings/str_split.h> <absl/time/time.h>
    <google/protobuf/descriptor.h> <google/protobuf/dynamic_message.h>
    <google/protobuf/util/json_util.h>)
file(GLOB protos CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_LIST_DIR}
     ${CMAKE_CURRENT_LIST_DIR}/probity/v1/*.proto)
foreach(proto ${protos})
  cmake_path(REPLACE_EXTENSION proto LAST_ONLY pb.h)
  list(APPEND PRECOMPILED_contract <${proto}>)
endforeach()
set(PRECOMPILED_rpc ${PRECOMPILED_contract} <grpcpp/grpcpp.h>)
set(PRECOMPILED_test ${PRECOMPILED_contract} <gmock/gmock.h> <gtest/gtest.h>)
set(PRECOMPILED_DEPS_contract "")
set(PRECOMPILED_DEPS_rpc gRPC::grpc++)
set(PRECOMPILED_DEPS_test GTest::gmock)
# Whether a header was parsed with optimisation must agree with whoever starts from it.
set(PRECOMPILED_OPTIONS_test -O0)

# Has `target` start from the headers of `kind`.
function(probity_precompiled target kind)
  if(NOT PROBITY_PRECOMPILED)
    return()
  endif()
  if(NOT TARGET precompiled_${kind})
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/precompiled_${kind}.cc CONTENT "")
    add_library(precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/precompiled_${kind}.cc)
    target_link_libraries(precompiled_${kind} PRIVATE probity_flags probity_proto absl::flat_hash_map
                          absl::flat_hash_set ${PRECOMPILED_DEPS_${kind}})
    add_dependencies(precompiled_${kind} probity_proto)
    target_compile_options(precompiled_${kind} PRIVATE ${PRECOMPILED_OPTIONS_${kind}})
    target_precompile_headers(precompiled_${kind} PRIVATE ${PRECOMPILED_${kind}})
  endif()
  target_precompile_headers(${target} REUSE_FROM precompiled_${kind})
endfunction()
