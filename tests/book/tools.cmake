# Programs that the scripts of tests/book/ call; they lie beside the program under test, in tests/.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/tools/*.c)
add_executable(book-check ${sources})
target_link_libraries(book-check PRIVATE bb_base dep_cjson dep_xml2 dep_zip)
target_include_directories(book-check PRIVATE ${CMAKE_CURRENT_LIST_DIR}/tools ${CMAKE_CURRENT_LIST_DIR}/..)
set_target_properties(book-check PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
# Pictures of every kind for books, sound and hostile; none comes from anywhere else.
add_executable(make-pictures ${CMAKE_CURRENT_LIST_DIR}/pictures/make_pictures.c)
target_link_libraries(make-pictures PRIVATE bb_image PkgConfig::webpmux dep_turbojpeg dep_webp dep_lcms)
target_include_directories(make-pictures PRIVATE ${CMAKE_CURRENT_LIST_DIR}/..)
set_target_properties(make-pictures PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
# What tests/conformance/renderers.sh compares pages with.
add_executable(compare-pages ${CMAKE_CURRENT_LIST_DIR}/../conformance/compare_pages.c)
target_link_libraries(compare-pages PRIVATE briefbook_flags)
set_target_properties(compare-pages PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
if(TARGET briefbook AND EXISTS ${CMAKE_CURRENT_LIST_DIR}/../golden/golden.cmake)
  include(${CMAKE_CURRENT_LIST_DIR}/../golden/golden.cmake)
endif()
