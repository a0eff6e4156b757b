# Programs that the scripts of tests/book/ call; they lie beside the program under test, in tests/.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/tools/*.c)
add_executable(book-check ${sources})
target_link_libraries(book-check PRIVATE bb_base dep_cjson dep_xml2 dep_zip)
target_include_directories(book-check PRIVATE ${CMAKE_CURRENT_LIST_DIR}/tools ${CMAKE_CURRENT_LIST_DIR}/..)
set_target_properties(book-check PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
if(TARGET briefbook AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/../golden/golden.cmake)
  include(${CMAKE_CURRENT_LIST_DIR}/../golden/golden.cmake)
endif()
