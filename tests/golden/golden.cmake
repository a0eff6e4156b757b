# A CTest entry golden/<name> for each article of this folder, and one for the sample book.
file(GLOB articles CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.txt ${CMAKE_CURRENT_LIST_DIR}/*.md
  ${CMAKE_CURRENT_LIST_DIR}/*.html)
foreach(article ${articles} input)
  get_filename_component(name ${article} NAME_WE)
  add_test(NAME golden/${name} COMMAND ${CMAKE_CURRENT_LIST_DIR}/golden.sh $<TARGET_FILE:briefbook> ${name})
  set_tests_properties(golden/${name} PROPERTIES LABELS golden)
endforeach()
