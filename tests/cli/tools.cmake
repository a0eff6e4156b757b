# Programs that the scripts of tests/cli/ call; they lie beside the program under test, in tests/.
add_executable(make-archive ${CMAKE_CURRENT_LIST_DIR}/tools/make_archive.c)
target_link_libraries(make-archive PRIVATE dep_zip)
set_target_properties(make-archive PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
