# Files of the source tree into programs. README.md beside this file says how to use it.

# A new target that carries headers (and, with SOURCES, a library of bytes) which the build makes.
# Linking it is enough: whoever does gets the include directory and waits for the headers.
function(_probity_embed_target target)
  cmake_parse_arguments(ARG "" "" "HEADERS;SOURCES" ${ARGN})
  add_custom_target(${target}_embed DEPENDS ${ARG_HEADERS} ${ARG_SOURCES})
  if(ARG_SOURCES)
    add_library(${target} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_dependencies(${target} ${target}_embed)
  target_include_directories(${target} ${scope} ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
endfunction()

# probity_embed_sql(TARGET NAMESPACE HEADER a.sql b.sql ...)
# folder/a.sql becomes "folder/a.sql.h" with kA[]; "folder/all.sql.h" has kAllStatements. HEADER
# declares StatementText in NAMESPACE. All files are of one folder but fragments.sql, which is named
# where it is another's.
function(probity_embed_sql target namespace header)
  set(headers)
  set(paths)
  set(fragments_of)
  foreach(file ${ARGN})
    if(file MATCHES "fragments.sql$")
      file(REAL_PATH ${file} fragments_of BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    endif()
  endforeach()
  foreach(file ${ARGN})
    file(REAL_PATH ${file} source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
    cmake_path(GET source FILENAME name)
    if(name STREQUAL "fragments.sql")
      continue()
    endif()
    set(fragments -)
    if(fragments_of)
      cmake_path(RELATIVE_PATH fragments_of BASE_DIRECTORY ${CMAKE_SOURCE_DIR}
                 OUTPUT_VARIABLE fragments)
    endif()
    set(depends ${source} ${fragments_of})
    set(out ${CMAKE_BINARY_DIR}/generated/${path}.h)
    add_custom_command(
      OUTPUT ${out}
      COMMAND probity_embed statements ${CMAKE_SOURCE_DIR} ${out} ${namespace} ${header}
              ${fragments} ${path}
      DEPENDS probity_embed ${depends}
      COMMENT "Embedding ${path}"
      VERBATIM)
    list(APPEND headers ${out})
    list(APPEND paths ${path})
  endforeach()
  list(GET headers 0 first)
  cmake_path(GET first PARENT_PATH folder)
  set(index ${folder}/all.sql.h)
  add_custom_command(
    OUTPUT ${index}
    COMMAND probity_embed index ${CMAKE_SOURCE_DIR} ${index} ${namespace} ${paths}
    DEPENDS probity_embed
    VERBATIM)
  _probity_embed_target(${target} HEADERS ${headers} ${index})
endfunction()

# probity_embed_files(TARGET HEADER SYMBOL a.sql b.tsv ...)
# Whole files, in the order given, as `inline constexpr embed::EmbeddedFile SYMBOL[]` in HEADER (from
# the repository root). SYMBOL is qualified: probity::sql::kMigrations.
function(probity_embed_files target header symbol)
  set(sources)
  set(paths)
  foreach(file ${ARGN})
    file(REAL_PATH ${file} source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
    list(APPEND sources ${source})
    list(APPEND paths ${path})
  endforeach()
  set(out ${CMAKE_BINARY_DIR}/generated/${header})
  add_custom_command(
    OUTPUT ${out} ${out}.cc
    COMMAND probity_embed files ${CMAKE_SOURCE_DIR} ${out} ${out}.cc ${symbol} ${paths}
    DEPENDS probity_embed ${sources}
    COMMENT "Embedding ${header}"
    VERBATIM)
  # The compiler does not see what .incbin reads; the object must follow the files all the same.
  set_source_files_properties(${out}.cc PROPERTIES OBJECT_DEPENDS "${sources}")
  _probity_embed_target(${target} HEADERS ${out} SOURCES ${out}.cc)
endfunction()
