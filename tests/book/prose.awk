# Writes an invented article of `sections` sections as Markdown, always the same for one `seed`: paragraphs of all lengths,
# headings, lists, quotes, notes.
function random(n) { state = (state * 16807) % 2147483647; return state % n }
function sentence(   s, n) {
    n = 6 + random(16)
    for (s = ""; n > 0; n--) s = s (s == "" ? "" : (random(9) == 0 ? ", " : " ")) words[1 + random(count)]
    return capital[1 + random(capitals)] " " s "."
}
function paragraph(n,   s) { for (s = ""; n > 0; n--) s = s (s == "" ? "" : " ") sentence(); return s }
BEGIN {
    state = 1000 + seed
    count = split("hội nghị bàn việc mở thêm đường bay và tuyến tàu để hàng hóa của hai nước đi lại dễ dàng hơn trước các bên " \
        "cùng xem xét những đề xuất mới về giáo dục nông nghiệp năng lượng sạch cũng như cách thức phối hợp giữa địa phương " \
        "với doanh nghiệp trong năm tới báo cáo nêu rõ thuận lợi khó khăn nguyên nhân và hướng xử lý từng vấn đề", words, " ")
    capitals = split("Hôm qua,Sau đó,Theo kế hoạch,Ngoài ra,Trong khi ấy,Từ đầu năm,Trước mắt,Nhìn chung,Ở vòng sau", capital, ",")
    printf "---\ntitle: Một chương dài %d\ndate: 2024-05-%02d\n---\n\n", seed, 1 + seed % 28
    for (i = 1; i <= sections; i++) {
        if (i > 1) printf "## Mục %d: %s\n\n", i, tolower(sentence())
        for (k = 3 + random(4); k > 0; k--) {
            note = random(12) == 0 ? "[^" (++notes) "]" : ""
            print paragraph(1 + random(6)) note "\n"
        }
        kind = random(5)
        for (k = 3; kind == 0 && k > 0; k--) print "- " sentence()
        if (kind == 1) print "> " paragraph(2)
        print ""
    }
    for (i = 1; i <= notes; i++) print "[^" i "]: " paragraph(1 + random(i % 5 == 0 ? 40 : 3)) "\n"
}
