"""What page furniture says, in Indonesian and English: the one place to add a phrase.

WHOLE matches a whole line; OPENS matches its beginning, on lines short enough to be no paragraph; ENDS are headings
after which lists of other stories stand; OFFERS and NOTICES may be whole sentences. All compare in lower case.
"""

# ruff: noqa: E501 - patterns are lists of words

import re

WHOLE = r"""
advertisements?|advertising|ads?|iklan|sponsored(?: content| by.*)?|promoted(?: content)?|adv(?:ertorial)?
scroll (?:to continue|down to continue|untuk melanjutkan)(?: .*)?|story continues.*|article continues.*|continue reading.*|lanjutkan membaca.*|\[?gambas:.*|\[gambas:.*\]
share(?: this)?(?: .{0,30})?|share on .*|save(?: this)?(?: article| story)?|print(?: this)?|e-?mail(?: this)?(?: article| story)?|copy (?:link|url)|link copied.*|tweet|retweet|pin it|bookmark
bagikan(?: .{0,40})?:?|salin (?:tautan|link)|tautan (?:disalin|tersalin).*|kirim|simpan|cetak|bagi
whats ?app|facebook|twitter|x|telegram|line|instagram|pinterest|linkedin|reddit|tumblr|youtube|tiktok|flipboard|threads|messenger|google\+?|rss|sms|e-?mail|surel
menu|search|cari|home|beranda|about(?: us)?|tentang(?: kami)?|contact(?: us)?|kontak(?: kami)?|hubungi kami|karier|careers|redaksi|pedoman media siber|kode etik.*|disclaimer|sitemap|peta situs|indeks(?: berita)?|index|help|bantuan|faqs?|info iklan|privacy(?: policy)?|kebijakan privasi|terms(?: (?:of|and|&) .*)?|syarat.{0,30}ketentuan.*|kebijakan .{0,20}|cookie(?:s| policy| settings| preferences).*
sign ?in|sign ?up|sign ?out|log ?in|log ?out|register|subscribe|join|masuk|daftar|keluar|langganan|berlangganan|akun(?: saya)?|my account|account
skip to (?:main )?(?:content|navigation).*|lewati ke .*|jump to .*|back to top|kembali ke atas|to top|top
related|related (?:articles?|stor(?:y|ies)|news|content|coverage|topics?|links?|posts?|reading|video s?|videos?|items?|tags?)|(?:artikel|berita|konten|topik|video) (?:terkait|lain(?:nya)?|terkini|terbaru|populer|terpopuler|pilihan|utama|foto|video|selanjutnya|sebelumnya)|terkait|terkini|terbaru|populer|terpopuler|trending(?: now| topics?| stories)?|popular(?: now| posts| stories)?|latest(?: news| stories| posts| headlines| videos?)?|breaking(?: news)?|headlines?
most (?:read|viewed|popular|shared|commented|recent|watched)(?: .{0,30})?|paling (?:banyak )?(?:dibaca|dicari|populer|dikomentari)(?: .{0,20})?|banyak dibaca
editor'?s?'? (?:picks?|choice)|pilihan (?:redaksi|editor|untuk anda|pembaca)|rekomendasi(?: untuk anda| .{0,20})?|recommended(?: for you| stories| reading| .{0,20})?|you (?:may|might) (?:also )?(?:like|be interested in)(?: .{0,20})?|more (?:on this (?:story|topic)|stories|news|articles|like this|coverage|videos?|top stories|to explore|information)|more (?:from|in|on|about) .{1,60}|top stories|top news|what to read next|read next|up next|next up|don'?t miss(?: .{0,20})?|around the web|from the web|from around the web|elsewhere on .*|in case you missed it|what others are reading|berita foto|berita lain(?:nya)?|penulis lain(?:nya)?|kabar lain(?:nya)?|lainnya|selengkapnya|lihat semua|foto|video|infografis|live(?: tv)?|galeri(?: foto)?|gallery|photos?|videos?|images?|pictures?|audio|podcasts?|image source.{0,60}|media caption.{0,20}|image caption.{0,20}
(?:view |show |see |load |read )?(?:all )?\(?\d*\)? ?comments?(?: \(?\d+\)?)?|komentar(?: ?\(?\d+\)?)?|\d+ komentar|leave a (?:comment|reply).*|write a comment.*|add (?:a )?comment.*|post a comment.*|be the first to comment.*|join the (?:conversation|discussion).*|tulis komentar.*|kirim komentar.*|beri(?:kan)? komentar.*|comments? (?:are )?closed.*|view comments.*|reply|balas|report(?: abuse)?|laporkan
load more.*|show more.*|see more.*|view more.*|view all.*|see all.*|show all.*|more|muat (?:lain(?:nya)?|lebih banyak)|tampilkan (?:lebih|semua).*|lihat (?:lebih|lain).*|read more|read more ?(?:\.\.\.|…|»|›|→)|read full (?:story|article).*|selanjutnya|sebelumnya|berikutnya|next(?: (?:page|article|story|post|slide|image|photo))?|prev(?:ious)?(?: (?:page|article|story|post|slide|image|photo))?|close|tutup|ok(?:ay)?|cancel|batal|play|pause|mute|unmute|fullscreen|replay|share video|watch(?: now| live)?|listen(?: now)?|tonton|putar
perbesar|zoom|enlarge(?: (?:this )?image| photo)?|expand|click to (?:enlarge|expand).*|view (?:gallery|image|photos?|slideshow|fullscreen).*|lihat foto(?: .{0,30})?|hide caption|show caption|toggle caption|open image.*|full screen|image|foto:?|tap to unmute
a- ?a ?a\+|a a a|aa|font size.*|ukuran (?:font|huruf|teks).*|text size.*|small|medium|large|kecil|sedang|besar|mode gelap|dark mode
(?:photo|image|slide|foto|gambar|page|halaman|hal\.?) ?\d+ ?(?:of|dari|/) ?\d+|\d{1,3} ?(?:/|of|dari) ?\d{1,3}|halaman:?(?: ?\d+)+.*|pages?:?(?: ?\d+)+.*|(?:\d+ ){1,12}(?:next|selanjutnya|berikutnya|show all|tampilkan semua|›|»|>)+|(?:« )?(?:prev(?:ious)? )?(?:\d+ )+\d+|\d{1,3}|[#•·|›»>→←<«‹+–—-]+
\d+ ?(?:min(?:ute)?s?|mins?|menit)(?: |-)?(?:read|membaca|baca)?|(?:waktu baca|reading time|estimated read(?:ing)? time|read time):? .{0,20}|(?:about |sekitar )?\d+ (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago|(?:an?|one) (?:hour|day|minute|week|month|year) ago|(?:sekitar )?\d+ (?:detik|menit|jam|hari|minggu|bulan|tahun)(?: yang)? lalu|just now|baru saja|kemarin|yesterday|\d+[smhdw]( ago)?
(?:\d+(?:[.,]\d+)?[km]? )?(?:shares?|likes?|views?|retweets?|followers?|reads|votes?|kali dibaca|dilihat|suka)(?: ?:? ?\d+(?:[.,]\d+)?[km]?)?|dibaca \d+ kali
tags?|tags? ?:.*|topi[ck]s? ?:.*|topics?|filed under:?.*|kata kunci ?:.*|keywords?:.*|categor(?:y|ies):?.*|kategori:.*|label:.*|posted in:?.*|in this story:?|in this article:?|topik(?: terkait| pilihan| populer)?|(?:#[\w-]+[ ,]*)+
\([a-z]{2,5}(?: ?/ ?[a-z]{2,5}){1,3}\)|\[[a-z]{2,5}(?:/[a-z]{2,5}){0,2}\]|\([a-z]{2,4}\)
-?30-|###|#|\*{3}|ends|xxx
[\w .,’'-]{2,50}/ ?(?:getty(?: images)?|ap|ap photo|afp|reuters|shutterstock|istock|alamy|epa|dpa|xinhua|bloomberg|antara(?: foto)?|zuma.{0,12})(?:/[\w .,’'-]{2,30})?
.{0,120}\bback to video
penulis|reporter|writer|author|by|oleh|editor|sumber:?|share this:?|like this:?|like loading.*|loading.*|memuat.*|follow|ikuti|following|notifications?|notifikasi
edition|edisi|subscribe now|berlangganan sekarang|start (?:your )?(?:free )?trial|try (?:it )?free|upgrade|learn more|find out more|pelajari lebih lanjut|click here|klik (?:di sini|disini)|buy now|shop now|terima(?: semua)?|accept(?: all)?(?: cookies)?|reject(?: all)?|decline|tolak(?: semua)?|setuju|saya setuju|i (?:agree|accept)|agree|manage (?:choices|preferences|options|cookies).*|got it|mengerti|submit|kirim|go|yes|no|ya|tidak|surel anda|email anda|alamat (?:surel|email).*|your e-?mail(?: address)?|e-?mail(?: address)?|name|nama|website
(?:baca|simak|lihat|tonton|saksikan)(?: juga| pula| video| selengkapnya| foto| berita)?|google (?:berita|news)|about the author|about author|tentang penulis|the author|author'?s? (?:bio|profile)|profil penulis|contributors?|further reading|read also|lihat juga|see also|external links|sources?
newsletters?|buletin|get the app|install|app store|google play|download|unduh|e-?paper|epaper|weather|cuaca
"""

OPENS = r"""
(?:read more|read also|also read|read next|read|see also|see more|more|related|watch|watch also|watch more|listen|listen to|must read|don'?t miss|in pictures|opinion|analysis|explainer|in depth|also on .{2,30}|from the archives?|editor'?s? picks?|recommended|trending|gallery|photos?|video|click here|follow live|live blog|go deeper) ?[:|»›>]
(?:baca|baca juga|baca pula|baca selengkapnya|simak|simak juga|simak pula|simak video|lihat|lihat juga|lihat foto|tonton|tonton juga|saksikan|saksikan juga|dengarkan|artikel terkait|berita terkait|selengkapnya|artikel lain|pilihan redaksi|terpopuler|video|galeri|infografis|cek fakta|klik|ikuti) ?[:|»›>]
baca (?:juga|pula|selengkapnya|lebih lanjut|artikel|berita) |simak (?:juga|pula|video|selengkapnya|berita|artikel) |lihat (?:juga|foto|video|selengkapnya|penawaran|semua) |tonton (?:juga|video) |saksikan (?:juga|video|live)|cek berita |ikuti (?:kami|saluran|berita|update|perkembangan|terus|akun|kanal|whatsapp|informasi)|gabung (?:di|ke|dengan|sekarang)|jangan lewatkan
(?:sign|log) (?:in|up) (?:to|for|with|here|now|using|today)|subscribe (?:to|now|for|today|here|via)|register (?:to|for|now|here)|join (?:us|our|the conversation|the discussion)|get (?:the|our|your|unlimited|more|breaking|latest|email|alerts?|notified) .{0,60}(?:newsletter|bulletin|inbox|app|e-?mail|alerts?|access|updates|delivered|every (?:day|morning|week))|get the .{3,40}(?:bulletin|newsletter|briefing)|enter your|type your|masukkan (?:surel|email|alamat)|download (?:our|the) |unduh (?:aplikasi|sekarang)|install (?:our|the) |instal (?:aplikasi|sekarang)
follow (?:us|me|him|her|them|@\w+|.{2,50} on (?:twitter|facebook|instagram|x|threads|linkedin|google|whatsapp|tiktok|youtube|bluesky))|like us on|find us on|connect with|send (?:us )?(?:your )?(?:tips|a tip|feedback|news tips)|got a (?:tip|story|news tip)|have a (?:tip|story|news tip|question)|do you have a (?:tip|story)|contact (?:us|the (?:author|reporter|writer))|e-?mail (?:us|the author)|write to us|check (?:out )?(?:more|other|our) (?:stories|news|articles|coverage|posts|.{0,20} on )|check more|click to (?:get|download|subscribe|watch)|please log ?(?:in|out)\b|you must (?:be logged|log|sign|confirm)
click here (?:to|for)|tap here|klik (?:di sini|disini|link|tautan)|for more (?:on this|stories|news|information,? (?:visit|click|see))|to (?:read|see|view|watch|learn) (?:more|the (?:full|rest))|view (?:all|the|our|this|more|full|photos)|see (?:all|the full|our|more)|show (?:all|more|comments|caption)|more (?:from|on|in|about|stories|news)\b
(?:photo|foto|image|picture|gambar|photograph|pic|credit|source|image credits?|photo (?:by|credit|courtesy)|sumber foto|dok(?:umentasi)?|kredit foto|courtesy(?: of)?|via) ?[:/]|getty images|image source|image copyright|image caption|media caption|playback|media playback
copyright|©|\(c\) ?\d{4}|hak cipta|all rights reserved|seluruh hak|©️|\d{4} ©|this (?:material|story|article|content) may not be
tags? ?:|topik ?:|topics? ?:|tagged|filed under|posted (?:in|by|on|at)|editor ?:|penulis ?:|reporter ?:|pewarta ?:|penyunting ?:|sumber ?:|laporan ?:|by signing up|by clicking|by subscribing|dengan mendaftar|dengan mengklik|already (?:a|have an?|registered)|sudah (?:punya|berlangganan|menjadi)|not a (?:member|subscriber)|belum punya|forgot|lupa
(?:published|posted|updated|last updated|last modified|modified|diperbarui|diterbitkan|terbit|dipublikasikan|tayang)[ :].{0,60}\d{4}|dibaca |(?:first )?published:|updated:|last updated|created:|modified:
share (?:this|on|via|your|the|with)|tweet (?:this|to|@)|pin (?:this|it)|e-?mail (?:this|to)|print (?:this|article)|copy (?:link|this)|bagikan (?:ke|di|artikel|berita|ini)|save (?:this|for)|listen to (?:this|the|our)|dengarkan (?:artikel|berita)|comments? (?:on|for|\(\d+\))|\d+ (?:comments?|komentar|responses?|replies|thoughts on)|have your say|what do you think|tell us|let us know|share your thoughts|leave a|halaman(?: selanjutnya| berikutnya|:)|next(?: page| article| story| post)?:|previous(?: page| article| story| post)?:|page \d+ of
(?:pilihan (?:editor|redaksi)|selanjutnya|berikutnya) ?:|(?:artikel|berita|tulisan) ini (?:telah|sudah|pernah) (?:tayang|terbit|dimuat)|lanjut ke halaman|follow berita|pilih saluran|yuk,? (?:gabung|ikuti)|jangan lupa (?:subscribe|ikuti|like|follow)|download aplikasi|dilarang (?:keras )?(?:mengambil|mengutip|menyalin|memperbanyak)
our standards:|stay up to date with|enjoying this (?:article|story)|you can follow (?:him|her|them|me|us)|(?:advertisement|iklan) scroll to|scroll to (?:resume|continue)
penawaran|hemat \d|diskon \d|promo |save \d+%|\d+% off|special offer|limited time|black friday|gratis \d|mulai rp ?\d|from [$£€] ?\d.{0,20}(?:month|week|year)|only [$£€]\d
"""

OFFERS = r"""
(?:read|baca|nikmati|enjoy|browse).{0,40}(?:without ads|ad-?free|tanpa iklan)|bebas iklan|without ads from|tanpa iklan mulai|langganan .{0,60}(?:iklan|sekarang|hemat|mulai|penawaran|plus|premium)|berlangganan(?: sekarang| untuk| dan| mulai| hari ini)|(?:untuk|khusus) (?:para )?pelanggan\b.{0,40}(?:berlangganan|$)|lihat penawaran
(?:this|the rest of this|the full) (?:article|story|content|post) is (?:for|only|reserved|available|exclusive|locked).{0,40}(?:subscribers?|members?|readers?)|(?:sisa|selebihnya|lanjutan).{0,40}(?:untuk|khusus) .{0,20}(?:pelanggan|anggota|member)|(?:subscribe|sign in|log in|register|berlangganan|masuk|daftar)(?: now| sekarang)? (?:to|untuk) (?:continue|keep|read|unlock|access|membaca|melanjutkan|membuka|mengakses)|to continue reading|untuk (?:melanjutkan|terus) membaca|you(?:'ve| have) (?:reached|read|used).{0,40}(?:free|limit|articles?)|(?:anda|kamu) (?:sudah|telah) (?:membaca|mencapai).{0,40}(?:gratis|batas|artikel)|create (?:a |an )?(?:free )?account|become a (?:member|subscriber)|support (?:our|quality|independent|local) journalism|dukung (?:jurnalisme|kami)|(?:already|sudah) (?:a )?(?:subscriber|member|pelanggan|berlangganan)
"""

NOTICES = r"""
(?:we|kami|situs ini|this (?:site|website)|our (?:site|website|partners)|website ini|laman ini).{0,60}(?:use[sd]?|using|me?makai|menggunakan|pakai|store).{0,30}(?:cookies?|kuki)|by (?:continuing|using|browsing|clicking|signing).{0,60}(?:you (?:agree|accept|consent)|terms|cookies|privacy)|dengan (?:melanjutkan|menggunakan|mendaftar).{0,60}(?:setuju|menyetujui|kuki|cookie)|please (?:enable|turn on|disable).{0,40}(?:javascript|ad ?block|cookies)|(?:javascript|adblock).{0,40}(?:enabled|disabled|required|detected)|your browser (?:does not|is not|doesn't)|browser anda tidak|this (?:video|content|feature) (?:is|can|could) ?not|sign(?:ing)? up (?:for|to).{0,80}(?:newsletter|bulletin|briefing|inbox|updates|alerts|email|every)|(?:daftar|dapatkan|terima).{0,60}(?:surel anda|email anda|buletin|newsletter|notifikasi|kotak masuk|setiap (?:pagi|hari))|(?:in|to|straight to|ke) your inbox|delivered (?:daily|weekly|straight|to your)|an error (?:has )?occurred.{0,40}try again|thank you for (?:subscribing|signing)|you can unsubscribe|(?:your|a) confirmation e-?mail|ikuti .{0,40}(?:whatsapp|telegram|google (?:news|berita))|(?:gabung|join) .{0,50}(?:whatsapp|telegram|channel|saluran|grup)|saluran whatsapp|whatsapp channel|fakta atau hoaks\?|all times (?:are )?(?:et|gmt|local)|market data|quotes delayed|this (?:story|article|post) (?:was|has been) (?:originally|first) (?:published|appeared)|originally (?:published|appeared) (?:on|in|at)|reprinted with permission|affiliate (?:links?|commission)|may earn (?:a|an) .{0,20}commission|editorial (?:team|standards)|(?:follow|contact|e-?mail|reach) (?:him|her|them|me) (?:on (?:twitter|x|facebook|instagram|bluesky|mastodon|threads)|at @?\w+|@\w+)|send tips to
"""

SECTIONS = [
    "news",
    "sport",
    "sports",
    "opinion",
    "opinions",
    "tides",
    "business",
    "politics",
    "world",
    "tech",
    "technology",
    "science",
    "health",
    "culture",
    "arts",
    "style",
    "lifestyle",
    "travel",
    "food",
    "entertainment",
    "money",
    "weather",
    "local",
    "national",
    "international",
    "features",
    "video",
    "photo",
    "photos",
    "podcasts",
    "home",
    "sign",
    "in",
    "live",
    "more",
    "magazine",
    "education",
    "environment",
    "climate",
    "markets",
    "jobs",
    "obituaries",
    "events",
    "classifieds",
    "letters",
    "books",
    "film",
    "music",
    "tv",
    "life",
    "community",
    "nasional",
    "daerah",
    "ekonomi",
    "bisnis",
    "olahraga",
    "internasional",
    "dunia",
    "politik",
    "hukum",
    "kriminal",
    "gaya",
    "hidup",
    "hiburan",
    "teknologi",
    "tekno",
    "otomotif",
    "edukasi",
    "pendidikan",
    "kesehatan",
    "wisata",
    "kuliner",
    "bola",
    "sepakbola",
    "opini",
    "kolom",
    "foto",
    "video",
    "infografis",
    "desa",
    "cuaca",
    "terkini",
    "beranda",
    "masuk",
    "cari",
    "indeks",
    "metro",
    "kota",
    "regional",
    "nusantara",
    "selebritas",
    "seleb",
    "sains",
    "budaya",
    "travel",
    "properti",
    "keuangan",
    "finansial",
    "lainnya",
    "home",
    "terbaru",
    "populer",
    "trending",
    "tren",
]

RELATED_HEADS = re.compile(
    r"^(?:related.*|(?:artikel|berita|konten|topik|video) (?:terkait|lain.*|terkini|terbaru|populer|terpopuler|pilihan|utama)"
    r"|terkait|terkini|terbaru|populer|terpopuler|trending.*|popular.*|latest.*|most .*|paling .*|banyak dibaca|editor.{0,3} picks?|pilihan .*"
    r"|rekomendasi.*|recommended.*|you (?:may|might) .*|more (?:from|on|in|stories|news).*|top stories|read next|up next|don'?t miss.*|tags?:?|topik:?"
    r"|komentar.*|comments?.*|\d+ comments?|baca juga:?|lihat juga:?|simak juga:?|see also:?|read more:?|read also:?|also read:?|berita foto|penulis lain.*|ikuti kami|follow us"
    r"|about the author|tentang penulis|leave a (?:reply|comment)|around the web|sponsored.*|what to read next|in case you missed it)$",
    re.I,
)
# who wrote a story, as it stands at its end
AUTHOR_NOTE = re.compile(
    r"^(?:\S+ ){1,5}(?:is|was|are|adalah|merupakan) (?:\S+ ){0,9}?(?:reporters?|writers?|editors?|journalists?|correspondents?|columnists?"
    r"|producers?|contributors?|bloggers?|freelancers?|author of|wartawan|jurnalis|penulis|kontributor|kolumnis|redaktur)\b",
    re.I,
)
INLINE_HEADS = re.compile(
    r"^(?:baca (?:juga|pula)|simak (?:juga|pula|video)|lihat juga|tonton juga|read (?:more|also|next)|also read|see also|related(?: (?:articles?|stories))?|watch(?: also)?|more on this(?: story)?) ?:?$",
    re.I,
)


def _joined(block: str) -> str:
    return "|".join(f"(?:{line})" for line in block.strip().splitlines())


WHOLE_FORM = re.compile(rf"^(?:{_joined(WHOLE)})[.:!]?$", re.I)
OPENS_FORM = re.compile(rf"^(?:{_joined(OPENS)})", re.I)
OFFER_FORM = re.compile(_joined(OFFERS), re.I)
NOTICE_FORM = re.compile(_joined(NOTICES), re.I)

PICTURE_MARKS = re.compile(
    r"^(?:perbesar|image|photo|foto|picture|lihat foto.*|gambar|zoom|enlarge.*|image \d+ of \d+|foto \d+ ?(?:/|dari) ?\d+)$",
    re.I,
)
