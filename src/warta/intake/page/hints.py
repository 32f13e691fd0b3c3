"""What class names and ids say of a place in a page: one pattern a kind, matched against whole names."""

HINTS = (
    ("nav", r"nav(?:bar|igation|-?menu)?|menu|breadcrumbs?|remah|skip(?:-?link|-?to.*)?|toolbar|site-?header|masthead"),
    ("footer", r"footer|colophon|copyright|legal|site-?info"),
    (
        "aside",
        r"side-?bar|rail|right-?col(?:umn)?|widget(?:s|-area)?|col-?side|samping|interactive-(?:embed|graphic|header).*",
    ),
    (
        "related",
        r"relate[ds]?.*|.*-related|terkait|recommend.*|rekomendasi|read-?(?:more|next|also)|baca-?juga|more-(?:stories|news|from|on|articles)"
        r"|trending|most-?(?:read|popular|viewed|shared|recent)|popular|populer|terpopuler|terbaru|latest.*|recirc.*|also-?like|up-?next"
        r"|other-?(?:news|articles|stories)|inline-?(?:link|related|promo)s?|promo.*|teaser(?:s|-list)?|linklist|outbrain.*|taboola.*|zergnet.*|crosslinks?|lihat-?juga|lihatjg|see-?also|topics?|pilihan",
    ),
    (
        "share",
        r"share.*|sharing.*|.*-share|.*-sharing|social.*|.*-social|bagi(?:kan)?|addthis.*|sharedaddy|addtoany.*|a2a_.*|follow-?(?:us|bar|buttons?)|print-?link|article-?tools|post-?actions|action-?bar|actions",
    ),
    (
        "comments",
        r"comments?|comment-?(?:list|section|form|area|s.*)|komentar|disqus.*|respond|discussion|livefyre.*|reader-?comments|commentlist",
    ),
    (
        "popup",
        r"newsletter.*|.*-newsletter|subscri(?:be|ption).*|langganan|pop-?up|modal|overlay|cookies?.*|kuki|consent.*|gdpr.*|paywall|sign-?(?:in|up).*|log-?in|registration|surat|optin.*|mailchimp|mc_embed.*|signup-?box|app-?promo|offer|cta(?:-.*)?",
    ),
    (
        "ad",
        r"ads?|ad-.*|.*-ads?|advert.*|advertisement|iklan|sponsor(?:ed|s)?.*|dfp.*|google-?ad.*|adsense|banner(?:s|-.*)?|adslot|ad_.*|mpu|leaderboard|slot-iklan",
    ),
    (
        "tags",
        r"tags?|tag-?(?:list|links|cloud)|post-?tags|entry-?tags|keywords|categories|cat-?links|post-?meta-?bottom|entry-?footer|filed-?under|article-?tags",
    ),
    (
        "bio",
        r"author-?(?:bio|box|info|card|description|profile)|about-?(?:the-)?author|bio|contributor-?(?:bio|info)|writer-?(?:bio|info)|byline-?bio|authorbio",
    ),
    (
        "byline",
        r"by-?line.*|author(?:s|-?name|-?date)?|penulis|post-?meta|entry-?meta|article-?meta|meta|submitted|post-?info|article-?info|story-?meta|credits?|vcard|posted-?on|article-?byline",
    ),
    ("date", r"date(?:line|time|-?published|-?stamp)?|time-?stamp|published|pub-?date|post-?date|entry-?date|updated"),
    (
        "caption",
        r"caption.*|.*-caption|.*_caption|wp-?caption(?:-text)?|cutline|keterangan(?:-foto)?|image-?(?:credit|caption|desc.*)|photo-?(?:credit|caption|info|desc.*)|media-?(?:credit|caption)|credit(?:s|line)?",
    ),
    ("slides", r"gallery.*|slideshow.*|carousel.*|lightbox.*"),
    (
        "pager",
        r"pag(?:er|ing|ination)|page-?(?:links|nav|numbers)|halaman|next-?(?:prev|page)|prev-?next|post-?nav(?:igation)?|nextpage",
    ),
    (
        "standfirst",
        r"sub|sub-?title|sub-?head(?:line|ing)?|subhed|standfirst|dek|deck|(?:article-?|story-?|post-?)(?:summary|excerpt|dek|subtitle)|summary|ringkasan|teras|strapline|sapo",
    ),
    (
        "hidden",
        r"hidden|visually-?hidden|sr-?only|screen-?reader-?text|is-hidden|assistive-text|offscreen|noprint|invisible|print-?only",
    ),
)
