"""Makes the test pages: `python3 make.py` writes NN-template-K.html and gold.jsonl beside itself, always the same bytes.

Twenty-five templates in the manner of Arab news sites, each with three of the articles in articles.txt, amid what stands in pools.txt.
No page and no text is anybody's. Gold is the headline and the paragraphs that a person would read as the article: headings
within it and items of its lists are paragraphs; captions, authors, dates, pointers and comments are not.
"""

import html
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
e = html.escape


def articles():
    lines = (HERE / "articles.txt").read_text(encoding="utf-8").split("\n")
    blocks = "\n".join(line for line in lines if not line.startswith("# ") and not line.startswith("#   ")).strip().split("\n\n")
    for block in blocks:
        title, about, *body = block.strip().split("\n")
        author, section, date, caption = about.split(" | ")
        yield {"title": title, "author": author, "section": section, "date": date, "caption": caption, "body": body}


def pools():
    found, name = {}, None
    for line in (HERE / "pools.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            name = line[1:-1]
            found[name] = []
        elif line and not line.startswith("#"):
            found[name].append(line)
    return found


POOL = pools()
MONTHS = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول".split(",")


def bare(line):
    return line.removeprefix("## ").removeprefix("* ").removeprefix("> ")


def kind(line):
    return {"## ": "h", "* ": "li", "> ": "q"}.get(line[:3] if line.startswith("##") else line[:2], "p")


def shown_date(a):
    year, month, day = a["date"].split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def blocks(a, p="<p>%s</p>", h="<h2>%s</h2>", q="<blockquote><p>%s</p></blockquote>"):
    """The body as a list of elements; a list of items is one."""
    out = []
    for line in a["body"]:
        text = e(bare(line), quote=False)
        if kind(line) == "li":
            if out and out[-1].startswith("<ul>"):
                out[-1] = out[-1][:-5] + f"<li>{text}</li></ul>"
            else:
                out.append(f"<ul><li>{text}</li></ul>")
        else:
            out.append({"p": p, "h": h, "q": q}[kind(line)] % text)
    return out


def amid(parts, at, *inserted):
    at = min(at, len(parts))
    return "\n".join(parts[:at] + list(inserted) + parts[at:])


def some(rnd, pool, n):
    return rnd.sample(POOL[pool], n)


def links(rnd, n, item="<li><a href=\"/news/%d\">%s</a></li>"):
    return "".join(item % (rnd.randint(1000, 99999), e(t, quote=False)) for t in some(rnd, "headlines", n))


def menu(n=10, item="<li><a href=\"/s/%d\">%s</a></li>"):
    return "".join(item % (i, t) for i, t in enumerate(POOL["menu"][:n]))


def comments(rnd, n, form):
    return "".join(form % tuple(e(x, quote=False) for x in c.split(" | ")) for c in some(rnd, "comments", n))


def ld(a, site, kind="NewsArticle", **more):
    return {"@context": "https://schema.org", "@type": kind, "headline": a["title"], "datePublished": a["date"] + "T09:30:00+03:00",
            "author": {"@type": "Person", "name": a["author"]}, "publisher": {"@type": "Organization", "name": site}, **more}


def script(value):
    return "<script type=\"application/ld+json\">" + json.dumps(value, ensure_ascii=False) + "</script>"


def page(head, body, attributes="lang=\"ar\" dir=\"rtl\""):
    return f"<!DOCTYPE html>\n<html {attributes}>\n<head>\n<meta charset=\"utf-8\">\n{head}\n</head>\n{body}\n</html>\n"


def wordpress(a, k, rnd):
    site = "الضفة الأخرى"
    head = (f"<title>{e(a['title'])} - {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\">"
            f"<meta property=\"og:site_name\" content=\"{site}\"><link rel=\"canonical\" href=\"https://daffa.example/{k}/\">"
            + script({"@context": "https://schema.org", "@graph": [ld(a, site, "Article", wordCount=300), {"@type": "WebSite", "name": site}]}))
    related = f"<div id=\"inline-related-post\" class=\"mag-box mini-posts-box content-only\"><div class=\"mag-box-title the-global-title\"><h3>مقالات ذات صلة</h3></div><ul class=\"posts-items\">{links(rnd, 3)}</ul></div>"
    body = blocks(a)
    return page(head, f"""<body class="rtl single single-post"><div class="background-overlay"><div id="tie-container"><div id="tie-wrapper">
<header id="theme-header"><nav id="top-nav"><div class="topbar-today-date">الأربعاء, يونيو 11 2031</div><ul class="components">{menu(6)}</ul></nav><div class="logo"><a href="/"><strong>{site}</strong></a></div><div class="breaking"><span class="breaking-title">أخبار عاجلة</span><ul id="breaking-news">{links(rnd, 4)}</ul></div></header>
<div id="content" class="site-content container"><div class="main-content-row"><div class="main-content tie-col-md-8"><article id="the-post" class="container-wrapper post-content">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="/">الرئيسية</a><em class="delimiter">/</em><a href="/c">{a['section']}</a></nav><div class="entry-header"><h1 class="post-title entry-title">{e(a['title'])}</h1><div class="single-post-meta post-meta clearfix"><span class="author-meta single-author">{e(a['author'])}</span><span class="date meta-item tie-icon">{shown_date(a)}</span><span class="meta-views meta-item">1٬204</span><span class="meta-reading-time meta-item">دقيقتان</span></div></div></header>
<div class="featured-area"><figure class="single-featured-image"><img src="/i.jpg" alt=""><figcaption class="single-caption-text">{e(a['caption'])}</figcaption></figure></div>
<div id="share-buttons-top" class="share-buttons share-buttons-top"><div class="share-links"><a href="#"><span class="social-text">فيسبوك</span></a><a href="#"><span class="social-text">‫X</span></a><a href="#"><span class="screen-reader-text">واتساب</span></a><a href="#"><span class="screen-reader-text">مشاركة عبر البريد</span></a><a href="#">طباعة</a></div></div>
<div class="entry-content entry clearfix">
{amid(body, 2, related, '<div class="stream-item stream-item-in-post">إعلان</div>')}
<div class="post-bottom-meta post-bottom-tags"><div class="post-bottom-meta-title">الوسوم</div><span class="tagcloud">{' '.join('<a rel=tag href=#>' + t + '</a>' for t in some(rnd, 'tags', 3))}</span></div></div>
</article>
<div class="about-author container-wrapper about-author-2"><div class="author-avatar"><img src="a.png"></div><div class="author-info"><h3 class="author-name"><a href="/author">{e(a['author'])}</a></h3><div class="author-bio">صحافي منذ عام 2012، يكتب في شؤون السياسة والمجتمع، وصدرت له مجموعة قصصية. قال عنه النقاد إنه يكتب كما يمشي: ببطء وانتباه.</div></div></div>
<div id="post-newsletter" class="subscribe-widget container-wrapper"><h3>مع كل متابعة جديدة</h3><p>اشترك في نشرتنا البريدية ليصلك أهم الأخبار كل صباح.</p><form><input type="email"><input type="submit" value="اشترك"></form></div>
<div class="prev-next-post-nav">{links(rnd, 2, '<div class="tie-col-xs-6"><a href="/%d"><h3 class="post-title">%s</h3></a></div>')}</div>
<div id="related-posts" class="container-wrapper"><div class="mag-box-title"><h3>مقالات ذات صلة</h3></div><div class="related-posts-list">{links(rnd, 4, '<div class="related-item"><h3 class="post-title"><a href="/%d">%s</a></h3><div class="post-meta">منذ 3 ساعات</div></div>')}</div></div>
<div id="comments" class="comments-area"><div class="block-head"><h3>‫3 تعليقات</h3></div><ol class="comment-list">{comments(rnd, 3, '<li class="comment"><div class="comment-author">%s</div><p class="says">يقول:</p><div class="comment-content"><p>%s</p></div></li>')}</ol><div id="respond" class="comment-respond"><h3>اترك تعليقاً</h3><p>لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *</p></div></div>
</div><aside class="sidebar tie-col-md-4"><div class="widget"><h4>الأكثر قراءة</h4><ul>{links(rnd, 5)}</ul></div></aside></div></div>
<footer id="footer"><p>© جميع الحقوق محفوظة {site} 2031</p></footer><div class="cookie-notice">نستخدم ملفات تعريف الارتباط لتحسين تجربتك. بمتابعة التصفح فإنك توافق على سياسة الخصوصية. <button>موافق</button></div></div></div></div></body>""")


def drupal(a, k, rnd):
    site = "وكالة الهضبة"
    head = f"<title>{e(a['title'])} | {site}</title><meta name=\"Generator\" content=\"Drupal 10\"><meta name=\"description\" content=\"{e(bare(a['body'][0])[:120])}\">"
    return page(head, f"""<body class="path-node page-node-type-article"><a href="#main-content" class="visually-hidden focusable skip-link">تجاوز إلى المحتوى الرئيسي</a>
<div class="dialog-off-canvas-main-canvas"><header role="banner"><div class="region region-header"><a href="/" rel="home">{site}</a><nav role="navigation"><h2 class="visually-hidden">القائمة الرئيسية</h2><ul class="menu">{menu(9)}</ul></nav></div></header>
<div class="region region-highlighted"><div class="view-ticker"><span>عاجل</span> {links(rnd, 3, '<div class="views-row"><span class="field-content"><a href="/node/%d">%s</a></span></div>')}</div></div>
<main role="main"><a id="main-content"></a><div class="region region-content"><div class="block block-core block-page-title-block"><h1 class="page-header"><span class="field field--name-title">{e(a['title'])}</span></h1></div>
<div class="block block-system block-system-main-block"><article role="article" class="node node--type-article node--view-mode-full clearfix">
<footer class="node__meta"><div class="node__submitted">كتبه <span class="field field--name-uid">{e(a['author'])}</span> في <span class="field field--name-created">{shown_date(a)} - 09:30</span></div></footer>
<div class="node__content clearfix"><div class="field field--name-field-image"><img src="/f.jpg"><div class="field field--name-field-caption">{e(a['caption'])}</div></div>
<div class="a2a_kit a2a_kit_size_32 addtoany_list"><a class="a2a_button_facebook">Facebook</a> <a class="a2a_button_whatsapp">WhatsApp</a> <span>شارك</span></div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">
{amid(blocks(a, h='<h3>%s</h3>'), 3, '<div class="align-right view-related-inline"><h4>إقرأ أيضاً</h4>' + links(rnd, 2, '<div class="views-row"><div class="views-field-title"><a href="/node/%d">%s</a></div></div>') + '</div>')}
</div>
<div class="field field--name-field-tags field--label-above"><div class="field__label">كلمات دلالية</div>{' '.join('<div class="field__item"><a href="#">' + t + '</a></div>' for t in some(rnd, 'tags', 3))}</div>
<section class="field field--name-comment comment-wrapper"><h2 class="title">التعليقات</h2>{comments(rnd, 2, '<article class="comment js-comment"><footer class="comment__meta">%s</footer><div class="content"><p>%s</p></div></article>')}<h2>أضف تعليقاً</h2></section></div></article></div>
<div class="block block-views block-views-blockrelated"><h2>مواضيع ذات صلة</h2>{''.join(f'<div class="views-row"><h3><a href="#">{e(h)}</a></h3><p>{e(t)}</p></div>' for h, t in zip(some(rnd, 'headlines', 3), some(rnd, 'teasers', 3)))}</div></div>
<div class="region region-sidebar-second"><h2>آخر الأخبار</h2><ul>{links(rnd, 5)}</ul></div></main><footer role="contentinfo">اتصل بنا | من نحن | سياسة الخصوصية</footer></div></body>""")


def amp(a, k, rnd):
    site = "نبأ الآن"
    body = blocks(a)
    return page(f"<title>{e(a['title'])}</title><link rel=\"canonical\" href=\"https://nabaa.example/a/{k}\">" + script(ld(a, site)), f"""<body>
<amp-sidebar id="sidebar" layout="nodisplay" side="right"><button on="tap:sidebar.close">إغلاق</button><ul>{menu(11)}</ul></amp-sidebar>
<header class="amp-header"><button on="tap:sidebar.toggle">☰</button><a href="/amp">{site}</a></header>
<main class="amp-article"><div class="cat"><a href="/s">{a['section']}</a></div><h1 class="amp-title">{e(a['title'])}</h1><div class="amp-meta"><span class="by">{e(a['author'])}</span> <span>نشر في {shown_date(a)} 09:30 بتوقيت غرينتش</span> <span>آخر تحديث {shown_date(a)} 11:05</span></div>
<figure><amp-img src="/i.jpg" width="800" height="450" layout="responsive"></amp-img><figcaption>{e(a['caption'])}</figcaption></figure>
<div class="social"><amp-social-share type="facebook"></amp-social-share><amp-social-share type="whatsapp"></amp-social-share></div>
{amid(body, 1, '<amp-ad width="300" height="250" type="doubleclick"><div placeholder>إعلان</div></amp-ad>', '<div class="read-more"><span>اقرأ أيضا</span><a href="/n/1"><h3>' + some(rnd, 'headlines', 1)[0] + '</h3></a></div>')}
<p class="source">المصدر: {site} + وكالات</p>
<div class="tags">{''.join('<a href=#>#' + t + '</a> ' for t in some(rnd, 'tags', 3))}</div>
<section class="related"><h2>قد يعجبك أيضاً</h2>{links(rnd, 4, '<div class="card"><a href="/amp/%d"><h4>%s</h4></a></div>')}</section></main>
<footer>© {site} جميع الحقوق محفوظة</footer><amp-consent><div>يستخدم هذا الموقع ملفات تعريف الارتباط. <button>أوافق</button></div></amp-consent></body>""", "⚡ lang=\"ar\" dir=\"rtl\"")


def tables(a, k, rnd):
    """Of about 2003, and in Windows-1256."""
    site = "شبكة أخبار المنارة"
    paragraphs = "".join(f"<P align=justify><FONT face=\"Simplified Arabic\" size=4>{x}</FONT></P>" for x in (e(bare(x), quote=False) for x in a["body"]))
    text = f"""<HTML dir=rtl>
<HEAD><TITLE>{site} - {e(a['title'], quote=False)}</TITLE>
<META http-equiv=Content-Type content="text/html; charset=windows-1256">
<BODY bgColor=#ffffff topMargin=0><TABLE width=770 align=center border=0 cellSpacing=0><TR><TD bgColor=#003366><IMG src="logo.gif" alt="{site}"></TD></TR>
<TR><TD class=date>الأربعاء 11/06/2031 - آخر تحديث 14:20</TD></TR>
<TR><TD><TABLE width="100%"><TR><TD vAlign=top width=140 bgColor=#eeeeee><TABLE>{menu(11, '<TR><TD><A class=menu href="sec.asp?id=%d"><FONT size=2>%s</FONT></A></TD></TR>')}</TABLE><BR><B>تصويت</B><BR>هل تتوقع ارتفاع الأسعار هذا العام؟<BR><INPUT type=radio>نعم<BR><INPUT type=radio>لا<BR></TD>
<TD vAlign=top width=480><TABLE width="100%"><TR><TD><FONT color=#990000 size=2><B>{a['section']}</B></FONT></TD></TR><TR><TD><SPAN class=hd><FONT size=5 color=navy><B>{e(a['title'], quote=False)}</B></FONT></SPAN></TD></TR>
<TR><TD><FONT size=2 color=gray>{e(a['author'])} - {shown_date(a)}</FONT></TD></TR>
<TR><TD><TABLE align=left width=200><TR><TD><IMG src="pic.jpg" width=200></TD></TR><TR><TD align=middle><FONT size=2>{e(a['caption'], quote=False)}</FONT></TD></TR></TABLE>{paragraphs}</TD></TR>
<TR><TD align=middle><A href="print.asp?id={k}"><FONT size=2>اطبع هذا الخبر</FONT></A> | <A href="mail.asp?id={k}"><FONT size=2>أرسل إلى صديق</FONT></A></TD></TR>
<TR><TD><FONT size=3><B>أخبار متعلقة</B></FONT><BR>{links(rnd, 3, '<IMG src="dot.gif"> <A href="news.asp?id=%d"><FONT size=2>%s</FONT></A><BR>')}</TD></TR></TABLE></TD>
<TD vAlign=top width=150><B>الأكثر قراءة</B><BR>{links(rnd, 5, '<A href="news.asp?id=%d"><FONT size=2>%s</FONT></A><BR><BR>')}</TD></TR></TABLE></TD></TR>
<TR><TD align=middle bgColor=#003366><FONT color=white size=1>جميع الحقوق محفوظة لشبكة أخبار المنارة 1999-2031 ولا يسمح بالنقل دون إذن</FONT></TD></TR></TABLE></BODY></HTML>
"""
    return text.encode("windows-1256", "xmlcharrefreplace")


def divs(a, k, rnd):
    """Names made by a program, and not one paragraph element."""
    site = "مدار"
    c = lambda: "css-" + "".join(rnd.choice("abcdefghijkmnpqrstuvwxyz0123456789") for _ in range(7))
    para = c()
    body = blocks(a, p=f"<div class=\"{para}\"><span>%s</span></div>", h=f"<div class=\"{para} {c()}\"><span><b>%s</b></span></div>", q=f"<div class=\"{c()}\"><span>%s</span></div>")
    teaser = some(rnd, "teasers", 1)[0]
    return page(f"<title>{e(a['title'])} | {site}</title><meta property=\"og:title\" content=\"{e(a['title'])} | {site}\">", f"""<body><div id="root"><div class="{c()}"><div class="{c()}"><a href="/"><img alt="{site}"></a>{menu(8, '<a href="/%d"><span>%s</span></a>')}<div role="button">تسجيل الدخول</div></div></div>
<div class="{c()}"><div class="{c()}"><div class="{c()}"><div class="{c()}">{a['section']}</div><h1 class="{c()}">{e(a['title'])}</h1><div class="{c()}"><span>{e(a['author'])}</span><span>·</span><span>{shown_date(a)}</span><span>·</span><span>3 دقائق قراءة</span></div><div class="{c()}"><div role="button">نسخ الرابط</div><div role="button">مشاركة</div><div role="button">حفظ</div></div></div>
<div class="{c()}"><img src="i.webp"><div class="{c()}"><span>{e(a['caption'])}</span></div></div>
<div class="{c()}">{amid(body, 2, f'<div class="{c()}"><div class="{c()}"><span>موضوع ذو صلة</span></div><a href="/n/77"><div><img src="t.webp"></div><div>{some(rnd, "headlines", 1)[0]}</div><div>{teaser}</div></a></div>')}</div>
<div class="{c()}"><span>حمّل تطبيق {site} لتصلك التنبيهات أولاً بأول</span><a href="#">App Store</a><a href="#">Google Play</a></div>
<div class="{c()}"><div>المزيد من {a['section']}</div>{links(rnd, 5, '<div><a href="/n/%d"><div>%s</div></a><div>قبل ساعتين</div></div>')}</div></div></div>
<div class="{c()}"><div>© 2031 {site}</div><a href="/p">سياسة الخصوصية</a><a href="/t">شروط الاستخدام</a></div></div></body>""")


def next_json(a, k, rnd):
    site = "أفق"
    kinds = {"p": "paragraph", "h": "heading", "li": "list-item", "q": "quote"}
    story = {"id": 100 + k, "title": a["title"], "slug": f"news-{k}", "publishedAt": a["date"] + "T09:30:00+03:00", "author": {"name": a["author"], "bio": "كاتب في الشؤون العامة ومحرر سابق في صحيفة الميناء، له كتابان في تاريخ المدن الساحلية."},
             "image": {"url": "/i.jpg", "caption": a["caption"]}, "content": [{"type": kinds[kind(x)], "value": bare(x)} for x in a["body"]], "tags": some(rnd, "tags", 3)}
    if k == 1:
        story["content"] = "".join(blocks(a))
    data = {"props": {"pageProps": {"article": story, "related": [{"id": i, "title": h, "excerpt": t} for i, (h, t) in enumerate(zip(some(rnd, "headlines", 5), some(rnd, "teasers", 5)))], "menu": [{"label": m, "href": "/"} for m in POOL["menu"]]}}, "page": "/news/[slug]", "buildId": "x7Yb2", "isFallback": False}
    return page(f"<title>{e(a['title'])} - {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\"><meta property=\"og:site_name\" content=\"{site}\">", f"""<body><noscript>يجب تفعيل جافاسكربت لتشغيل هذا الموقع.</noscript><div id="__next"><header><nav>{menu(6, '<a href="/%d">%s</a>')}</nav></header><div class="skeleton"><span>جارٍ التحميل…</span></div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data, ensure_ascii=False).replace('</', '<' + chr(92) + '/')}</script></body>""")


def blogger(a, k, rnd):
    site = "مدونة أخبار الساحل"
    body = blocks(a, p="%s<br /><br />", h="<b>%s</b><br /><br />", q="\"%s\"<br /><br />".replace('"', ""))
    return page(f"<title>{site}: {e(a['title'])}</title><meta content='blogger' name='generator'/>", f"""<body class='loading'><div class='navbar section' id='navbar'></div>
<div class='body-fauxcolumns'></div><div class='content'><header><div class='header section' id='header'><div class='widget Header'><div class='titlewrapper'><h1 class='title'><a href='https://sahel-blog.example/'>{site}</a></h1></div><div class='descriptionwrapper'><p class='description'><span>كل ما يهم أهل الساحل من أخبار وصور ومقالات</span></p></div></div></div></header>
<div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'><div class="date-outer"><h2 class='date-header'><span>{shown_date(a)}</span></h2><div class="date-posts"><div class='post-outer'><div class='post hentry' itemprop='blogPost'><h3 class='post-title entry-title' itemprop='name'>{e(a['title'])}</h3>
<div class='post-body entry-content' itemprop='description articleBody'><div dir="rtl" style="text-align: right;" trbidi="on"><div class="separator" style="clear: both;"><a href="i.jpg"><img border="0" src="i.jpg" /></a></div><br />
{amid(body, 3, '<a name="more"></a>')}</div><div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'><span class='post-author vcard'>مرسلة بواسطة <span class='fn'>{e(a['author'])}</span></span> <span class='post-timestamp'>في <a class='timestamp-link' href='#'><abbr class='published'>9:30 ص</abbr></a></span></div><div class='post-footer-line'><span class='post-labels'>التسميات: {', '.join('<a href=# rel=tag>' + t + '</a>' for t in some(rnd, 'tags', 2))}</span></div><div class="post-share-buttons"><a href="#">إرسال بالبريد الإلكتروني</a><a href="#">كتابة مدونة حول هذه المشاركة</a><a href="#">المشاركة على X</a><a href="#">المشاركة في Facebook</a></div></div></div>
<div class='comments' id='comments'><h4>هناك 3 تعليقات:</h4><dl id='comments-block'>{comments(rnd, 3, "<dt class='comment-author'><a href='#'>%s</a> يقول...</dt><dd class='comment-body'><p>%s</p></dd><dd class='comment-footer'><span class='comment-timestamp'><a href='#'>11 يونيو 2031 في 10:14 ص</a></span></dd>")}</dl><p class='comment-footer'><a href='#'>إرسال تعليق</a></p></div></div></div></div></div>
<div class='blog-pager' id='blog-pager'><a class='blog-pager-newer-link' href='#'>رسالة أحدث</a> <a href='#'>رسالة أقدم</a> <a class='home-link' href='https://sahel-blog.example/'>الصفحة الرئيسية</a></div></div></div>
<div class='sidebar section'><div class='widget PopularPosts'><h2>المشاركات الشائعة</h2><ul>{''.join(f"<li><div class='item-title'><a href='#'>{e(h)}</a></div><div class='item-snippet'>{e(t)}</div></li>" for h, t in zip(some(rnd, 'headlines', 3), some(rnd, 'teasers', 3)))}</ul></div><div class='widget BlogArchive'><h2>أرشيف المدونة الإلكترونية</h2><ul><li>يونيو (14)</li><li>مايو (31)</li></ul></div></div></div></body>""", "dir='rtl' lang='ar' xmlns='http://www.w3.org/1999/xhtml'")


def live(a, k, rnd):
    site = "الشاهد"
    hour = 18
    entries = []
    for i, part in enumerate(blocks(a, h="<h3>%s</h3>")):
        entries.append(f"<div class=\"live-post\" id=\"p{i}\"><div class=\"live-post__time\"><time datetime=\"{a['date']}T{hour - i:02}:{rnd.randint(10, 59)}:00+03:00\">{hour - i}:{rnd.randint(10, 59)} بتوقيت مكة المكرمة</time></div><div class=\"live-post__content\">{part}</div><div class=\"live-post__share\"><a href=\"#\">شارك هذا التحديث</a> <a href=\"#\">فيسبوك</a> <a href=\"#\">تويتر</a></div></div>")
    title = "تغطية مباشرة: " + a["title"]
    gold = {"title": title}
    a = dict(a, title=title)
    return page(f"<title>{e(title)} | {site}</title><meta property=\"og:title\" content=\"{e(title)}\"><meta property=\"og:site_name\" content=\"{site}\">" + script(ld(a, site, "LiveBlogPosting", coverageEndTime=a["date"] + "T20:00:00+03:00")), f"""<body><header class="site-header"><a href="/" class="logo">{site}</a><nav><ul>{menu(9)}</ul></nav></header>
<main id="main-content-area"><div class="live-header"><span class="live-badge">مباشر</span><h1>{e(title)}</h1><div class="live-meta">بدأت التغطية {shown_date(a)} · <span class="live-count">{len(entries)} تحديثات</span></div></div><div class="live-toolbar"><button>الأحدث أولاً</button><button>تفعيل التنبيهات</button></div>
<div class="live-feed">{''.join(entries)}<button class="load-more">عرض المزيد من التحديثات</button></div></main>
<aside class="rail"><h2>الأكثر مشاهدة</h2><ol>{links(rnd, 5)}</ol></aside><footer><ul><li>من نحن</li><li>أعلن معنا</li><li>وظائف</li></ul><p>جميع الحقوق محفوظة © 2031 {site}</p></footer></body>"""), gold


def breaks(a, k, rnd):
    site = "جريدة السنبلة"
    parts = blocks(a, p="%s", h="<b>%s</b>", q="%s")
    parts = [x.replace("<ul><li>", "- ").replace("</li><li>", "<br>- ").replace("</li></ul>", "") if x.startswith("<ul>") else x for x in parts]
    at = 2 + k
    body = "<br><br>".join(parts[:at] + [f"<strong>اقرأ أيضاً: <a href=\"/n{k}\">{some(rnd, 'headlines', 1)[0]}</a></strong>", "<iframe src=\"/ad\"></iframe>"] + parts[at:])
    gold = {"paragraphs": ["- " + bare(x) if kind(x) == "li" else bare(x) for x in a["body"]]}
    return page(f"<title>{e(a['title'])}</title><meta name=\"keywords\" content=\"أخبار,عاجل\">", f"""<body><div id="top"><a href="/">{site}</a> <span id="today">الأربعاء 11 يونيو 2031</span></div><div id="nav">{menu(8, '<a href="/c%d">%s</a> | ')}</div>
<div id="wrap"><div id="right"><div class="block"><div class="bt">أهم الأخبار</div>{links(rnd, 6, '<div class="bi"><a href="/n%d">%s</a></div>')}</div></div>
<div id="center"><div class="path">{site} &raquo; {a['section']}</div><h2 class="newstitle">{e(a['title'])}</h2><div class="newsinfo">تاريخ النشر : {shown_date(a)} - عدد القراءات : 3821 - بقلم : {e(a['author'])}</div><div class="newsimg"><img src="/p.jpg"></div>
<div id="newsbody">{body}</div>
<div class="tools"><a href="#">طباعة</a> - <a href="#">تكبير الخط</a> - <a href="#">إرسال</a></div>
<div class="cm"><div class="bt">آراء القراء</div>{comments(rnd, 3, '<div class="cmi"><span>%s</span><br>%s</div>')}<div>الاسم: <input> التعليق: <textarea></textarea></div></div></div></div><div id="foot">{site} - تأسست عام 1987 - رئيس التحرير: جميل الأسعد</div></body>"""), gold


def paywall(a, k, rnd):
    site = "المؤشر الاقتصادي"
    body = "\n\n".join(bare(x) for x in a["body"])
    data = ld(a, site, articleBody=body, isAccessibleForFree=False, hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"})
    return page(f"<title>{e(a['title'])} | {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\">" + script(data), f"""<body><header><a href="/">{site}</a><nav>{menu(7, '<a href="/%d">%s</a>')}</nav><a href="/login">دخول المشتركين</a></header>
<article class="story"><h1 class="story__title">{e(a['title'])}</h1><div class="story__by">{e(a['author'])} | {shown_date(a)}</div><div class="story__body"><p>{e(bare(a['body'][0]), quote=False)}</p></div>
<div class="paywall"><h3>هذا المحتوى للمشتركين فقط</h3><p>اشترك الآن في المؤشر الاقتصادي واحصل على وصول غير محدود إلى التقارير والتحليلات والبيانات، ابتداء من 3 كرونات في الشهر.</p><p>لديك اشتراك؟ <a href="/login">سجّل الدخول</a> لمتابعة القراءة. يمكنك إلغاء الاشتراك في أي وقت ومن دون رسوم.</p><ul><li>نشرة صباحية من المحررين</li><li>أرشيف كامل منذ 1998</li></ul></div></article>
<section class="more"><h2>أخبار أخرى</h2>{''.join(f'<div class="card"><h3><a href="#">{e(h)}</a></h3><p>{e(t)}</p></div>' for h, t in zip(some(rnd, 'headlines', 4), some(rnd, 'teasers', 4)))}</section><footer>المؤشر الاقتصادي © 2031</footer></body>""")


def broken_json(a, k, rnd):
    """Filled in by a program, its JSON-LD made by a template that escapes nothing: three ways of being broken."""
    site = "صدى الخليج الجديد"
    lines = [bare(x) for x in a["body"]]
    if k == 1:
        body, end = "\\n".join(lines).replace('"', '\\"'), ",\n"
    elif k == 2:
        body, end = "\n".join(lines), "/* آخر الحقول */\n"
    else:
        # Typographical marks that the system made straight again, and did not escape.
        body, end = "\n".join(x.replace("«", '"').replace("»", '"') for x in lines), "\n"
    gold = {"paragraphs": [x.replace("«", '"').replace("»", '"') for x in lines]} if k == 0 else {}
    data = f"""{{
  "@context": "http://schema.org",
  "@type": "NewsArticle",
  "mainEntityOfPage": {{"@type": "WebPage", "@id": "https://sada.example/{k}"}},
  "headline": "{a['title'].replace('«', '').replace('»', '') if k == 0 else a['title']}",
  "datePublished": "{a['date']}T09:30:00+03:00",
  "author": {{"@type": "Person", "name": "{a['author']}"}},
  "publisher": {{"@type": "Organization", "name": "{site}"}},
  "articleBody": "{body}"{end}}}"""
    return page(f"<title>{e(a['title'])}</title><meta property=\"og:site_name\" content=\"{site}\"><script type=\"application/ld+json\">{data}</script>", f"""<body><app-root></app-root><noscript>عذراً، لا يعمل هذا الموقع من دون جافاسكربت. الرجاء تفعيله ثم إعادة تحميل الصفحة.</noscript><script src="main.js" type="module"></script></body>"""), gold


def agency(a, k, rnd):
    """Of a large broadcaster, with notes for those who hear the page."""
    site = "إذاعة المدى العربي"
    body = blocks(a, p="<div class=\"bbx-19j92fr\" dir=\"rtl\"><p class=\"bbx-1y32vyc\" dir=\"rtl\">%s</p></div>", h="<div dir=\"rtl\"><h2 class=\"bbx-1v35l7z\" tabindex=\"-1\">%s</h2></div>")
    onward = f"""<section aria-labelledby="links" data-e2e="recommendations-heading" role="region"><p class="bbx-1mp">قصص مقترحة</p><a href="#end-of-recommendations" class="skip">تخطى قصص مقترحة وواصل القراءة</a><ul>{links(rnd, 3)}</ul><p id="end-of-recommendations" tabindex="-1">قصص مقترحة نهاية</p></section>"""
    podcast = """<section class="promo"><a href="#end-of-podcasts">تخطى البودكاست وواصل القراءة</a><div class="promo-in"><strong>يستحق الانتباه</strong><p>شرح معمق لقصة بارزة من أخبار اليوم، لمساعدتك على فهم أهم الأحداث حولك وأثرها على حياتك.</p><p>الحلقات</p></div><p id="end-of-podcasts">البودكاست نهاية</p></section>"""
    return page(f"<title>{e(a['title'])} - {site}</title><meta property=\"og:title\" content=\"{e(a['title'])} - {site}\"><meta property=\"og:site_name\" content=\"{site}\">", f"""<body><div id="root"><header role="banner"><a href="#content">إذهب الى المحتوى</a><nav aria-label="الأقسام">الأقسام<ul>{menu(9)}</ul></nav></header>
<div class="grid"><main role="main"><div class="bbx-k3a"><h1 class="bbx-14p" id="content" tabindex="-1">{e(a['title'])}</h1></div>
<figure><div><img src="a.webp" alt=""><p role="text"><span class="visually-hidden">صدر الصورة، </span>Agency Pictures</p></div><figcaption dir="rtl"><span class="visually-hidden">التعليق على الصورة، </span><p>{e(a['caption'])}</p></figcaption></figure>
<section role="region" aria-labelledby="article-byline"><strong id="article-byline" class="visually-hidden">معلومات المقال</strong><ul><li><span class="visually-hidden">Author, </span>{e(a['author'])}</li><li>Role, مراسل الإذاعة</li><li>Reporting from المنارة</li></ul></section>
<div class="bbx-18mj"><time datetime="{a['date']}">{shown_date(a)}</time></div>
{amid(body, 3, onward, *([podcast] if k else []))}
</main><div class="secondary"><section><h2>اخترنا لكم</h2><ul>{links(rnd, 4)}</ul></section><section aria-label="الأكثر قراءة"><h2>الأكثر قراءة</h2><ol>{links(rnd, 6)}</ol></section></div></div><footer role="contentinfo"><ul><li><a href="#">لماذا يمكنك أن تثق بنا</a></li><li><a href="#">ملفات تعريف الارتباط</a></li></ul><p>© 2031. المدى العربي غير مسؤول عن محتوى المواقع الخارجية.</p></footer></div></body>""")


def channel(a, k, rnd):
    """Of a news channel: the lead stands in the head of the article."""
    site = "قناة الميدان"
    lead, *rest = a["body"]
    rest = blocks(dict(a, body=rest), h="<h2 id=\"s\">%s</h2>")
    listed = links(rnd, 3, '<li class="more-on__item"><span class="screen-reader-text">list 1 of 3</span><a href="/n/%d"><span>%s</span></a></li>')
    more = f"<div class=\"more-on\"><h2 class=\"more-on__heading\">list</h2><ul class=\"more-on__list\">{listed}</ul><span class=\"screen-reader-text\">end of list</span></div>"
    return page(f"<title>{e(a['title'])} | {a['section']} | {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\"><meta property=\"og:site_name\" content=\"{site}\">" + script(ld(a, site)), f"""<body><div id="root"><div class="container"><div class="header-menu"><ul>{menu(10)}</ul><span>مباشر</span></div>
<main id="main-content-area" class="container__main"><header class="article-header"><div class="topics"><a href="/news">{a['section']}</a><span>|</span><a href="/w">سيرافيا</a></div><h1>{e(a['title'])}</h1><p class="article__subhead"><em>{e(bare(lead), quote=False)}</em></p></header>
<figure class="article-featured-image"><div class="responsive-image"><img src="a.jpg"></div><figcaption>{e(a['caption'])}</figcaption></figure>
<div class="article-info-block"><div class="article-b-l"><span class="article-author-name">{e(a['author'])}</span></div><div class="article-dates"><div class="date-simple"><span class="screen-reader-text">Published On {shown_date(a)}</span><span aria-hidden="true">{shown_date(a)}</span></div></div><div class="article-tools"><span>حفظ</span><button>انقر هنا للمشاركة على وسائل التواصل الاجتماعي</button><ul class="share-list"><li>facebook</li><li>x</li><li>whatsapp</li><li>copylink</li></ul></div></div>
<div class="wysiwyg wysiwyg--all-content" aria-live="polite">
{amid(rest, 2, more)}
</div><div class="article-source"><span>المصدر</span>: {site} + وكالات</div></main>
<div class="container__aside"><h2>المزيد من {a['section']}</h2>{links(rnd, 4, '<article class="gc"><h3 class="gc__title"><a href="/%d"><span>%s</span></a></h3></article>')}<h2>من صفحتنا الرئيسية</h2>{links(rnd, 4, '<article class="gc"><h3 class="gc__title"><a href="/%d"><span>%s</span></a></h3></article>')}</div></div><div class="footer-wrapper">تابع {site}</div></div></body>""")


def video(a, k, rnd):
    site = "شاشة نيوز"
    player = f"<div class=\"video-embed\"><div class=\"video-embed__label\">شاهد أيضاً</div><div class=\"video-embed__title\">{some(rnd, 'headlines', 1)[0]}</div><div class=\"video-embed__duration\">02:14</div></div>"
    cards = "".join(f"<div class=\"card\"><div class=\"card__kicker\">{s}</div><a href=\"/v\"><h3>{e(h)}</h3></a><p>{e(t)}</p></div>" for s, h, t in zip(["اقتصاد", "صحة", "رياضة"], some(rnd, "headlines", 3), some(rnd, "teasers", 3)))
    return page(f"<title>{site} | {e(a['title'])}</title><meta property=\"og:title\" content=\"{e(a['title'])}\"><meta property=\"og:type\" content=\"article\">", f"""<body class="rtl"><div class="skip"><a href="#c">انتقل إلى المحتوى</a></div><div class="masthead"><a class="brand" href="/">{site}</a><div class="live">البث المباشر</div><ul>{menu(9)}</ul></div>
<div class="breaking-bar">عاجل <span>{some(rnd, 'headlines', 1)[0]}</span></div>
<div class="page-body"><div class="article-body"><div class="article-body__head"><span class="section-label">{a['section']}</span><h1>{e(a['title'])}</h1><div class="timestamp">{shown_date(a)} - 09:30 بتوقيت أبوظبي</div><div class="reporter">{e(a['author'])} - المنارة - {site}</div></div>
<div class="image-wrap"><img src="i.jpg"><span class="image-caption">{e(a['caption'])}</span></div>
<div class="follow-us">تابعوا آخر أخبارنا على <a href="#">أخبار غوغل</a></div>
<div class="article-body__content" id="c">
{amid(blocks(a, h='<p><strong>%s</strong></p>'), 2, player, '<div class="ad-unit"><span>ADVERTISEMENT</span></div>')}
</div>
<div class="hashtags"><span>#{'</span><span>#'.join(some(rnd, 'tags', 3))}</span></div></div>
<div class="recirc"><h2>الأكثر رواجاً</h2>{cards}</div></div><div class="site-footer">جميع الحقوق محفوظة © شاشة نيوز</div></body>""")


def joomla(a, k, rnd):
    site = "نقابة الصحافة الإلكترونية"
    return page(f"<title>{e(a['title'])}</title><meta name=\"generator\" content=\"Joomla! - Open Source Content Management\"><meta name=\"author\" content=\"{e(a['author'])}\">", f"""<body class="site com_content view-article"><div class="body"><div class="container"><header class="header"><div class="header-inner"><a class="brand" href="/"><span class="site-title">{site}</span></a></div></header><nav class="navigation"><ul class="nav menu">{menu(8)}</ul></nav>
<div class="row-fluid"><main id="content" role="main" class="span9"><ul class="breadcrumb"><li>أنت هنا: </li><li><a href="/">الرئيسية</a></li><li><span>{a['section']}</span></li></ul>
<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">{e(a['title'])}</h2></div>
<dl class="article-info muted"><dt class="article-info-term">التفاصيل</dt><dd class="createdby" itemprop="author">كتب بواسطة: <span itemprop="name">{e(a['author'])}</span></dd><dd class="category-name">المجموعة: <a href="#">{a['section']}</a></dd><dd class="published"><time datetime="{a['date']}T09:30:00+03:00">نشر بتاريخ: {shown_date(a)}</time></dd><dd class="hits">الزيارات: 8127</dd></dl>
<div class="content_rating"><p>تقييم المستخدم: <span>4</span> / <span>5</span></p></div><div itemprop="articleBody">
{amid(blocks(a, p='<p style="text-align: justify;"><span style="font-size: 14pt;">%s</span></p>', h='<p><strong><span style="color: #c00;">%s</span></strong></p>'), 1, '<p><img src="images/a.jpg" alt=""></p>')}
</div><ul class="pager pagenav"><li class="previous"><a rel="prev" href="#">السابق</a></li><li class="next"><a rel="next" href="#">التالي</a></li></ul>
<div class="jcomments"><h4>التعليقات</h4>{comments(rnd, 2, '<div class="comment-box"><span class="comment-author">%s</span><span class="comment-date">2031-06-12 08:11</span><div class="comment-body">%s</div><span class="comments-buttons"><a href="#">اقتباس</a></span></div>')}<p>تحديث قائمة التعليقات</p></div></div></main>
<div id="aside" class="span3"><div class="well"><h3 class="page-header">أحدث المقالات</h3><ul class="latestnews">{links(rnd, 5)}</ul></div><div class="well"><h3>المتواجدون الآن</h3><p>85 زائر، ولايوجد أعضاء داخل الموقع</p></div></div></div></div></div><footer class="footer"><p>&copy; 2031 {site}</p></footer></body>""")


def ticker(a, k, rnd):
    """Of a small local portal: the first heading is the site's, the picture has no figure, and its comments no names."""
    site = "بوابة الواحة نيوز"
    body = blocks(a, p="<p>&nbsp;%s&nbsp;</p>", h="<p><span style=\"color:#ff0000\"><strong>%s</strong></span></p>")
    return page(f"<title>{e(a['title'])} | {site}</title>", f"""<body><div class="topbar"><div class="date">الخميس 12 يونيو 2031 | 05:14 مساءً</div><div class="social-top"><a>facebook</a><a>twitter</a><a>youtube</a></div></div><div class="logo"><h1><a href="/" title="{site}">{site}</a></h1></div><div class="nav">{menu(10, '<a href="/%d">%s</a>')}</div>
<div class="ticker"><b>عاجل</b><marquee direction="right">{' *** '.join(some(rnd, 'headlines', 4))}</marquee></div>
<div class="mainwrap"><div class="col-right"><div class="box-title">كتّاب ومقالات</div>{links(rnd, 4, '<div class="writer"><a href="/w/%d">%s</a></div>')}<div class="box-title">أسعار العملات</div><table><tr><td>دولار</td><td>3.45</td></tr><tr><td>يورو</td><td>3.91</td></tr></table></div>
<div class="col-main"><h2 class="title-news">{e(a['title'])}</h2><div class="info"><span>الواحة نيوز - {e(a['author'])}</span> <span>{shown_date(a)}</span> <span>عدد المشاهدات: 912</span></div>
<div class="text-size"><a>أ+</a> <a>أ-</a></div><div class="img-news"><img src="p.jpg"><br><small>{e(a['caption'])}</small></div>
<div class="details-news">
{amid(body, 2, '<p style="text-align:center"><a href="https://chat.example/x"><strong>للانضمام إلى مجموعة الواحة نيوز على واتساب اضغط هنا</strong></a></p>')}
<p>&nbsp;</p></div>
<div class="shareme">شارك الخبر: <a>فيسبوك</a> <a>تويتر</a> <a>واتساب</a> <a>تيليجرام</a></div>
<div class="box-title">أخبار ذات صلة</div>{links(rnd, 4, '<div class="rel"><img src="t.jpg"><a href="/n/%d">%s</a></div>')}
<div class="box-title">تعليقات الزوار</div>{comments(rnd, 3, '<div class="c-row"><b>%s</b><div>%s</div><small>قبل 4 ساعات</small></div>')}<div>إن التعليقات المنشورة لا تعبر عن رأي بوابة الواحة نيوز، ويتحمل كاتبها وحده المسؤولية عنها.</div></div></div><div class="foot">تصميم وبرمجة: ويب المنارة</div></body>""")


def logo_heading(a, k, rnd):
    """The heading and every title of the page are the site's; the text was pasted from a word processor."""
    site = "صحيفة البيدر"
    body = blocks(a, p="<p class=\"MsoNormal\" dir=\"RTL\" style=\"text-align:justify\"><span lang=\"AR-SA\" style=\"font-size:14.0pt\">%s<o:p></o:p></span></p>", h="<p class=\"MsoNormal\" dir=\"RTL\"><b><span lang=\"AR-SA\">%s</span></b></p>", q="<p class=\"MsoQuote\" dir=\"RTL\"><i><span lang=\"AR-SA\">%s</span></i></p>")
    return page(f"<title>{site}</title><meta property=\"og:title\" content=\"{site}\"><meta property=\"og:description\" content=\"صحيفة يومية سياسية مستقلة\">", f"""<body><header><h1><a href="https://baydar.example">{site}</a></h1><p>صحيفة يومية سياسية مستقلة</p><nav><ul>{menu(8)}</ul></nav></header>
<main><section class="page-title-area"><h2>{e(a['title'])}</h2><ul class="meta"><li>{e(a['author'])}</li><li>{shown_date(a)}</li><li>العدد 5512</li></ul></section><section class="post-body"><img src="/u/1.jpg">
{amid(body, 3, '<p class="MsoNormal" dir="RTL"><b>اقرأ أيضاً:</b></p><ul>' + links(rnd, 2) + '</ul>')}
</section><section class="print"><a href="#">النسخة الورقية PDF</a></section><section class="others"><h3>في العدد نفسه</h3>{''.join(f'<div><h4><a href="#">{e(h)}</a></h4><p>{e(t)}</p></div>' for h, t in zip(some(rnd, 'headlines', 3), some(rnd, 'teasers', 3)))}</section></main><footer><p>رئيس التحرير: وداد الحمصي. المكاتب: شارع الجسر، المنارة.</p></footer></body>""")


def magazine(a, k, rnd):
    """The lead is a heading; a box that repeats a sentence, a table of contents and a call for letters stand in the text."""
    site = "مجلة رصيف"
    lead, *rest = a["body"]
    parts = blocks(dict(a, body=rest), h="<h2 id=\"part\">%s</h2>")
    pulled = max((bare(x) for x in rest), key=len).split("،")[0]
    letters = "<div class=\"newsletter-inline\"><h4>نشرة الأحد</h4><p>قصة واحدة طويلة تصلك صباح كل أحد، يختارها المحررون من أرشيف المجلة.</p><form><input placeholder=\"بريدك\"><button>اشتركوا</button></form><p>باشتراكك توافق على شروط الاستخدام.</p></div>"
    contents = "<div class=\"toc\"><p class=\"toc-title\">محتويات المقال</p><ul>" + "".join(f"<li><a href=\"#part\">{e(bare(x))}</a></li>" for x in rest if kind(x) == "h") + "<li><a href=\"#c\">التعليقات</a></li></ul></div>"
    return page(f"<title>{e(a['title'])} – {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\"><meta name=\"twitter:title\" content=\"{e(a['title'])}\">" + script(ld(a, site, "Article", articleSection=a["section"])), f"""<body><div class="progress-bar"></div><header class="top"><a href="/">{site}</a><nav>{menu(7, '<a href="/%d">%s</a>')}</nav></header>
<div class="post"><div class="post-header"><div class="post-cat">{a['section']}</div><h1 class="post-title">{e(a['title'])}</h1><h2 class="post-subtitle">{e(bare(lead), quote=False)}</h2><div class="byline"><img src="av.jpg"><div><span>{e(a['author'])}</span><span>كاتبة وصحافية من المنارة، تعمل على رواية أولى</span></div><time>{shown_date(a)}</time></div></div>
<div class="post-hero"><img src="h.jpg"><p class="wp-caption-text">{e(a['caption'])}</p></div>
<div class="post-content">{amid(parts, 2, contents if k == 0 else '', f'<aside class="pullquote"><p>{e(pulled)}</p></aside>', letters)}
<p class="support">إن أعجبك ما قرأت، ساعدنا على الاستمرار. <a href="/support">ادعم رصيف</a></p></div>
<div class="feedback"><p>هل وجدت هذا المقال مفيداً؟</p><button>نعم</button><button>لا</button></div>
<div class="author-card"><h5>{e(a['author'])}</h5><p>كاتبة وصحافية من المنارة، تعمل على رواية أولى. نشرت تحقيقات عن البحر والعمل والذاكرة، ونالت جائزة الصحافة المستقلة عام 2029.</p></div>
<div class="next-reads"><h3>اقرأوا أيضاً</h3>{links(rnd, 3, '<a class="tile" href="/%d"><h4>%s</h4></a>')}</div></div><footer>رصيف مجلة شهرية مستقلة</footer></body>""")


def scrolling(a, k, rnd):
    """Below the article the site has already loaded the next one, which is longer."""
    site = "الملتقى اليوم"
    other = max((x for x in ARTICLES if x["title"] != a["title"]), key=lambda x: sum(map(len, x["body"])))

    def one(x, first):
        tag = "h1" if first else "h2"
        return f"""<article class="article-block" data-url="/{len(x['title'])}"><div class="article-head"><a class="cat" href="/c">{x['section']}</a><{tag} class="article-title">{e(x['title'])}</{tag}><div class="author-line">{e(x['author'])} • {shown_date(x)}</div></div><picture><img src="x.jpg"></picture><div class="pic-desc">{e(x['caption'])}</div><div class="article-text">
{amid(blocks(x), 2, '<div class="box-read">اقرأ أيضا.. <a href="/r">' + some(rnd, 'headlines', 1)[0] + '</a></div>')}
</div><div class="article-tags">{''.join('<a href=#>' + t + '</a>' for t in some(rnd, 'tags', 2))}</div></article>"""

    return page(f"<title>{e(a['title'])} - {site}</title><link rel=\"canonical\" href=\"https://multaqa.example/n/{k}\"><meta property=\"og:title\" content=\"{e(a['title'])}\"><meta property=\"og:site_name\" content=\"{site}\">", f"""<body><header><div class="brand"><a href="/">{site}</a></div><ul class="mainmenu">{menu(8)}</ul></header><div class="infinite">{one(a, True)}
<div class="separator">الخبر التالي</div>{one(other, False)}</div><div class="loader">جاري تحميل المزيد من الأخبار</div><footer>{site} 2031</footer></body>""")


def web_forms(a, k, rnd):
    """Of a state news agency: all of the page in one form, the names of its parts given by the server."""
    site = "وكالة أنباء سيرافيا"
    c = "ctl00_ContentPlaceHolder1_"
    return page(f"<title>{site} :: {e(a['title'])}</title>", f"""<body><form name="aspnetForm" method="post" action="Details.aspx?id={7000 + k}" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="dDwtMTA0NTs7Pg=="><div class="hdr"><div id="ctl00_lblDate">الأربعاء 21 شوال 1454 هـ</div><div class="langs"><a>English</a><a>Français</a></div></div><div id="ctl00_mnu">{menu(9, '<a href="List.aspx?c=%d">%s</a>')}</div>
<table class="layout"><tr><td class="main"><div class="NewsDetails"><span id="{c}lblCat" class="cat">{a['section']}</span><br><span id="{c}lblTitle" class="NewsTitle">{e(a['title'])}</span><br><span id="{c}lblTime" class="NewsDate">{a['date'].replace('-', '/')} 09:30:00 ص</span>
<div class="FontTools">حجم الخط <a href="javascript:">A+</a> <a href="javascript:">A-</a></div><div class="imgDiv"><img id="{c}img" src="pic.ashx"><span class="imgCap">{e(a['caption'])}</span></div>
<span id="{c}lblBody">{amid(blocks(a, p='<p dir="rtl">%s</p>', h='<p dir="rtl"><b>%s</b></p>'), 99)}</span>
<div id="{c}pnlShare" class="ShareDiv"><span>مشاركة :</span><a>Facebook</a><a>Twitter</a><a>Email</a></div><div class="Rate">قيّم الخبر <span>0</span> صوت</div>
<div id="{c}pnlRelated"><div class="RelHead">أخبار مرتبطة</div>{links(rnd, 3, '<div class="RelItem"><a href="Details.aspx?id=%d">%s</a> <span>2031/06/10</span></div>')}</div></div></td>
<td class="side"><div class="SideHead">آخر الأنباء</div>{links(rnd, 6, '<div class="SideItem"><span>14:05</span> <a href="Details.aspx?id=%d">%s</a></div>')}</td></tr></table><div class="ftr">هاتف: 5550100 - ص.ب: 17 - جميع الحقوق محفوظة لوكالة أنباء سيرافيا</div></form></body>""")

# The templates from here on were written when rawi had been put right on those above: what it reads of them, nothing was fitted to.


def daily(a, k, rnd):
    site = "جريدة اليوم الثامن"
    return page(f"<title>{e(a['title'])} - {site}</title><meta property=\"og:title\" content=\"{e(a['title'])}\">", f"""<body><div class="topHeader"><a href="/"><img src="logo.svg" alt="{site}"></a><span class="todayTxt">الأربعاء، 11 يونيو 2031 02:15 م</span></div><div class="navCont"><ul>{menu(12)}</ul></div>
<div id="mainCont"><div class="col-xs-12 col-md-8"><div class="breadcumb"><a href="/">الرئيسية</a> » <a href="/s">{a['section']}</a></div><div class="articleHeader"><h1>{e(a['title'])}</h1><span class="newsStoryDate">الأربعاء، 11 يونيو 2031 09:30 ص</span></div><div class="articleCont"><div class="img-cont"><img src="b.jpg"><span class="img-cap">{e(a['caption'])}</span></div><div class="writeBy"><div>كتب: {e(a['author'])}</div></div><div class="btnsShare"><a>Facebook</a><a>Twitter</a></div>
<div id="articleBody">{amid(blocks(a, h='<p><strong>%s</strong></p>'), 2, '<div class="bannerAd"></div>', '<p><a href="/story/1"><img src="r.jpg"></a></p>')}<div class="innerRelated"><p>موضوعات متعلقة..</p>{links(rnd, 2, '<p><a href="/story/%d">- %s</a></p>')}</div></div>
<div class="tagsDiv"><span>مواضيع متعلقة</span>{''.join('<h3><a href=#>' + t + '</a></h3>' for t in some(rnd, 'tags', 3))}</div></div><div class="readersOpinion"><h4>تعليقات (2)</h4><p class="rNo">1</p>{comments(rnd, 2, '<div class="cName">بواسطة: %s</div><div class="cBody">%s</div>')}<p>لا يوجد تعليقات على الخبر</p></div></div><div class="col-md-4"><h2>الأكثر قراءة</h2>{links(rnd, 5, '<div class="bigOneSec"><h3><a href="/s/%d">%s</a></h3></div>')}</div></div><div class="footerCont">جميع حقوق النشر محفوظة</div></body>""")


def morocco(a, k, rnd):
    site = "أطلس بريس"
    lead, *rest = a["body"]
    cards = "".join(f"<div class=\"col-6\"><div class=\"card overlay\"><a class=\"stretched-link\" href=\"#\"></a><div class=\"card-body\"><small class=\"text-muted time\">منذ 2 ساعة</small><h3 class=\"card-title\">{e(h)}</h3></div></div></div>" for h in some(rnd, "headlines", 4))
    return page(f"<title>{e(a['title'])}</title><meta property=\"og:site_name\" content=\"{site}\">" + script(ld(a, site)), f"""<body class="single"><nav class="navbar navbar-expand">{menu(8, '<a class="nav-link" href="/%d">%s</a>')}</nav><div class="container"><div class="row"><div class="col-lg-8">
<h1 class="post-title">{e(a['title'])}</h1><div class="d-flex justify-content-between"><div class="author"><span>{site} - {e(a['author'])}</span></div><span class="date-post">{shown_date(a)} - 09:30</span></div><figure class="post-thumbnail"><div class="ratio-medium"><img src="m.jpg"></div><small class="wp-credit">صورة: {site}</small></figure>
<div class="box-sharing"><span>شاركها</span><a>فيسبوك</a><a>واتساب</a></div><article class="article-content"><p>{e(bare(lead), quote=False)}</p>
{amid(blocks(dict(a, body=rest)), 1, '<div class="ads-in-article"><div id="div-gpt"></div></div>')}<section class="box-tags"><ul class="list-inline">{''.join('<li><a href=#>' + t + '</a></li>' for t in some(rnd, 'tags', 3))}</ul></section></article>
<section class="box-join"><h3>النشرة الإخبارية</h3><p>اشترك الآن في النشرة البريدية لأطلس بريس، لتصلك آخر الأخبار يوميا</p><form><input></form><small>شكرا على التسجيل في النشرة البريدية.</small></section><section class="box-related"><h3 class="section-title">تابع آخر الأخبار</h3><div class="row">{cards}</div></section>
<section class="comments-area"><h3>تعليقات الزوار</h3><ul class="comment-list">{comments(rnd, 3, '<li class="comment even"><div class="comment-body"><div class="comment-head"><span class="fn heading">%s</span></div><p>%s</p></div></li>')}</ul><p class="comment-rules">المرجو ملء التعليق: لن تنشر الشتائم.</p></section></div><div class="col-lg-4"><h3>صوت وصورة</h3>{links(rnd, 4, '<div><a href="/v/%d"><h4>%s</h4></a></div>')}</div></div></div><footer>© {site}</footer></body>""")


def foreign(a, k, rnd):
    site = "الراديو الشرقي"
    return page(f"<title>{e(a['title'])} — {site}</title><meta name=\"twitter:title\" content=\"{e(a['title'])} — {site}\">", f"""<body><header class="page__header"><a href="/">{site}</a><ul>{menu(9)}</ul></header><div class="layout__content"><div class="article article_article-page"><h1 class="article__heading">{e(a['title'])}</h1><div class="article__date">تاريخ النشر: {a['date'].replace('-', '.')} | 09:30 GMT</div><div class="article__short-url">انسخ الرابط</div><div class="media"><img src="q.jpg"><div class="media__footer"><span class="media__copyright">Gettyimages.ru</span><span class="media__title">{e(a['caption'])}</span></div></div><div class="short-link">https://radio.example/ab12</div>
<div class="article__text text">{amid(blocks(a, h='<p><strong>%s</strong></p>'), 2, '<div class="read-more-big"><a href="/n/5"><img src="z.jpg"><strong>' + some(rnd, 'headlines', 1)[0] + '</strong></a></div>')}<p>المصدر: {site} + "الوكالة"</p><p><strong>إقرأ المزيد</strong></p></div><div class="news-tags"><div class="news-tags-news"><a>{some(rnd, 'tags', 1)[0]}</a></div></div><div class="follow"><p>تابعوا {site} على <img src="tg.svg" alt="تيليجرام"></p></div></div>
<div class="comments-widget"><h3>التعليقات</h3><div id="spot"></div></div><div class="sidebar-cards"><div class="main-article__more">{links(rnd, 5, '<div class="list-renderer"><a href="/%d">%s</a></div>')}</div></div></div></body>""")


def public(a, k, rnd):
    site = "القناة الدولية"
    lead, *rest = a["body"]
    return page(f"<title>{e(a['title'])}</title><meta property=\"og:title\" content=\"{e(a['title'])}\">" + script(ld(a, site, articleBody=bare(lead) + " " + bare(rest[0]))), f"""<body><header class="o-header"><a href="/">{site}</a><nav>{menu(8, '<a href="/%d">%s</a>')}</nav></header><main class="o-layout-content"><article class="t-content"><div class="t-content__tags">{a['section']}</div><h1 class="t-content__title">{e(a['title'])}</h1><p class="t-content__chapo">{e(bare(lead), quote=False)}</p><div class="t-content__dates"><p class="m-pub-dates"><span>نشرت في: <time>{shown_date(a)} - 09:30</time></span></p><p class="reading">2 دقائق</p></div><div class="t-content__main-media"><figure class="m-item-image"><picture><img src="f.jpg"></picture><figcaption>{e(a['caption'])} © أرشيف</figcaption></figure></div><div class="t-content__byline">نص: {e(a['author'])}</div>
<div class="t-content__body">{amid(blocks(dict(a, body=rest)), 1, '<div class="o-ad-container"><span class="label-ad">إعلان</span></div>', '<p><strong>اقرأ أيضا<a href="/ar/1">' + some(rnd, 'headlines', 1)[0] + '</a></strong></p>')}<p>{site}/ الوكالة</p></div><div class="o-self-promo"><strong>ملخص الأسبوع</strong><span>القناة الدولية تعرض لكم أبرز ما جاء في أخبار الأسبوع</span><a>أشترك</a></div><div class="o-self-promo"><span>حملوا تطبيق القناة الدولية</span></div></article></main><aside>{links(rnd, 5)}</aside><footer>© 2031 Copyright {site}. كافة الحقوق محفوظة.</footer></body>""")


def satellite(a, k, rnd):
    site = "وكالة المدار"
    cells = "".join(f"<div class=\"article__block\" data-type=\"text\"><div class=\"article__text\">{e(bare(x), quote=False)}</div></div>" if kind(x) != "h" else f"<div class=\"article__block\" data-type=\"h3\"><h3 class=\"article__h2\">{e(bare(x), quote=False)}</h3></div>" for x in a["body"][1:])
    inner = f"<div class=\"article__block\" data-type=\"article\"><div class=\"article__article m-image\"><img src=\"s.jpg\"><div class=\"article__article-desc\"><a href=\"/x\">{some(rnd, 'headlines', 1)[0]}</a><div class=\"article__article-info\"><span class=\"elem-info__date\">أمس, 18:40 GMT</span></div></div></div></div>"
    return page(f"<title>{e(a['title'])} - {shown_date(a)}, {site}</title>" + script({"@context": "https://schema.org", "@type": "Article", "headline": a["title"], "name": a["title"], "url": f"https://madar.example/{k}.html"}), f"""<body><div class="header__menu">{menu(10, '<a href="/%d">%s</a>')}</div><div class="main"><div class="article"><div class="article__header"><div class="article__info"><div class="article__info-date"><a href="#">09:30 GMT {a['date'].replace('-', '.')}</a></div></div><h1 class="article__title">{e(a['title'])}</h1><div class="article__announce"><div class="media"><img src="an.jpg"><div class="media__copyright"><a>© وكالة المدار / {e(a['author'])}</a></div></div></div><div class="article__news-services-subscribe"><span>تابعنا عبر</span></div><div class="article__announce-text">{e(bare(a['body'][0]), quote=False)}</div></div><div class="article__body">{inner}{cells}</div>
<div class="article__footer"><ul class="tags">{''.join('<li><a>' + t + '</a></li>' for t in some(rnd, 'tags', 2))}</ul><div class="article__userbar">مناقشة</div></div></div><div class="article__chat"><div>للمشاركة في المناقشة قم بتسجيل الدخول أو التسجيل</div><div>loader</div><div>المحادثات</div></div></div><div class="footer__copy">جميع الحقوق محفوظة © {site}</div></body>""")


TEMPLATES = [wordpress, drupal, amp, tables, divs, next_json, blogger, live, breaks, paywall, broken_json, agency, channel, video, joomla,
             ticker, logo_heading, magazine, scrolling, web_forms, daily, morocco, foreign, public, satellite]
ARTICLES = list(articles())


def main():
    golds = []
    for number, template in enumerate(TEMPLATES, 1):
        for k in range(3):
            a = ARTICLES[(number * 5 + k * 7) % len(ARTICLES)]
            made = template(a, k, random.Random(f"{number}-{k}"))
            text, changed = made if isinstance(made, tuple) else (made, {})
            name = f"{number:02}-{template.__name__.replace('_', '-')}-{k + 1}.html"
            (HERE / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
            golds.append({"page": name, "title": a["title"], "paragraphs": [bare(x) for x in a["body"]], **changed})
    lines = "".join(json.dumps(gold, ensure_ascii=False) + "\n" for gold in golds)
    (HERE / "gold.jsonl").write_text(lines, encoding="utf-8")


main()
