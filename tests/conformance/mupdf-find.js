// mutool run mupdf-find.js FILE TEXT…: how often MuPDF's search finds each text.
var doc = new Document(scriptArgs[0])
for (var k = 1; k < scriptArgs.length; k++) {
    var found = 0
    for (var i = 0; i < doc.countPages(); i++) found += doc.loadPage(i).search(scriptArgs[k]).length
    print(found + " " + scriptArgs[k])
}
