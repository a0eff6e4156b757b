# All tests but the unit tests. A script test is an executable tests/<group>/<name>.sh and becomes the CTest entry
# <group>/<name>. It runs in a fresh folder with this environment:
#   BRIEFBOOK   the program           SOURCE_DIR  this project
#   CORPUS_DIR  outside articles, or nothing      WORK  the fresh folder
# Exit status 77: skipped. The label "once" marks what sanitizers would not make a better test.
function(briefbook_script_test group script)
  cmake_parse_arguments(T "" "" "ENV;LABELS" ${ARGN})
  get_filename_component(name ${script} NAME_WE)
  execute_process(COMMAND test -x ${script} RESULT_VARIABLE not_executable)
  if(not_executable) # a file that the others read
    return()
  endif()
  add_test(NAME ${group}/${name}
    COMMAND ${CMAKE_SOURCE_DIR}/tests/run-script.sh ${script} ${CMAKE_BINARY_DIR}/work/${group}-${name})
  set_tests_properties(${group}/${name} PROPERTIES SKIP_RETURN_CODE 77 LABELS "${group};${T_LABELS}"
    ENVIRONMENT "SOURCE_DIR=${CMAKE_SOURCE_DIR};CORPUS_DIR=${BRIEFBOOK_CORPUS};${T_ENV}")
endfunction()

# The frame itself.
set(rooms "")
foreach(room base doc lang ingest book style font page image layout print pdf epub)
  if(TARGET bb_${room})
    get_target_property(type bb_${room} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      string(APPEND rooms "$<TARGET_FILE:bb_${room}> ")
    endif()
  endif()
endforeach()
add_test(NAME frame/includes COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/check-includes.sh ${CMAKE_SOURCE_DIR}/src)
set_tests_properties(frame/includes PROPERTIES LABELS "frame;once")
file(GLOB frame_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/frame/*.sh)
foreach(script ${frame_tests})
  set(env "CC=${CMAKE_C_COMPILER}" "ROOMS=${rooms}")
  if(TARGET gen_data)
    list(APPEND env "GEN_DATA=$<TARGET_FILE:gen_data>")
  endif()
  briefbook_script_test(frame ${script} ENV ${env} LABELS once)
endforeach()

# The program from outside. A group may bring programs that its scripts call: tests/<group>/tools.cmake.
file(GLOB tools CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/tools.cmake)
foreach(file ${tools})
  include(${file})
endforeach()
if(TARGET briefbook)
  file(GLOB script_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/book/*.sh ${CMAKE_CURRENT_SOURCE_DIR}/cli/*.sh
    ${CMAKE_CURRENT_SOURCE_DIR}/attacks/*.sh)
  foreach(script ${script_tests})
    get_filename_component(group ${script} DIRECTORY)
    get_filename_component(group ${group} NAME)
    briefbook_script_test(${group} ${script} ENV "BRIEFBOOK=$<TARGET_FILE:briefbook>")
  endforeach()
endif()

if(TARGET briefbook)
  include(${CMAKE_CURRENT_SOURCE_DIR}/faults/faults.cmake)
endif()

# Fuzzers, as programs or as tests of their corpora.
if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/CMakeLists.txt)
  add_subdirectory(fuzz)
endif()
