//! Parts of pages that are not the article, and headlines that are not where they should be: each page, its headline and its lines.

use rawi_document::documents;

const TITLE: &str = "مجلس بلدية الصخرة يقر موازنة العام";
const FIRST: &str = "أقر مجلس بلدية الصخرة، مساء الاثنين، موازنة العام المقبل بأغلبية 14 صوتاً مقابل ستة أصوات.";
const SECOND: &str = "وقال رئيس البلدية ماهر البستاني إن الموازنة «واقعية»، وإن ثلثها سيذهب إلى الطرق والإنارة.";
const THIRD: &str = "وانتقد العضو المعارض ريمون طعمة غياب بند للنقل العام، ووصف الجلسة بأنها شكلية.";

#[test]
fn pages() {
    let body = format!("<p>{FIRST}</p><p>{SECOND}</p>");
    let all = [FIRST, SECOND, THIRD];
    for (name, page, title, expected) in [
        (
            "share buttons between paragraphs",
            format!(
                "<h1>{TITLE}</h1><div>{body}<div class='post-share-bar'><span>شارك</span><span>فيسبوك</span><span>إكس</span></div><p>{THIRD}</p></div>"
            ),
            TITLE,
            &all[..],
        ),
        (
            "a box of related articles with their first sentences",
            format!(
                "<h1>{TITLE}</h1><div>{body}<section><h3>أخبار ذات صلة</h3><div><a href=/1>إغلاق طريق الساحل</a><p>أعلنت الشرطة إغلاق طريق الساحل يومين لأعمال الصيانة.</p></div></section><p>{THIRD}</p></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "pointers whose heading stands among the paragraphs",
            format!(
                "<h1>{TITLE}</h1><div>{body}<h4>مواضيع متعلقة:</h4><ul><li><a href=/1>إغلاق طريق الساحل</a></li></ul><p>{THIRD}</p></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "readers under a heading, without names of their own",
            format!(
                "<h1>{TITLE}</h1><div>{body}<p>{THIRD}</p><div>تعليقات القراء (2)</div><div><b>سامي</b><br>قال لي عضو في المجلس إن الأرقام ليست صحيحة، وإن العجز أكبر مما أعلن بكثير.</div><div><b>ن. ع.</b><br>كلام فارغ</div></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "more words of readers than of the article",
            format!(
                "<article><h1>{TITLE}</h1>{body}<p>{THIRD}</p></article><div class=comments-wrap>{}</div>",
                "<div><p>أعتقد أن المجلس لا يمثلنا، وأن الموازنة كتبت قبل الجلسة بأسابيع، كما يعرف الجميع هنا.</p></div>".repeat(30)
            ),
            TITLE,
            &all,
        ),
        (
            "who wrote it and when, above; who that is, below",
            format!(
                "<h1>{TITLE}</h1><div class=byline>كتبت: لمى سعادة</div><time>الاثنين 9 كانون الأول 2030</time><div class=txt>{body}<p>{THIRD}</p></div><div class=author-bio><p>لمى سعادة صحافية من الصخرة، عملت في الإذاعة عشر سنوات، وقالت مرة إن الخبر يبدأ من السوق.</p></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "a picture and the words under it",
            format!(
                "<h1>{TITLE}</h1><div><div><img src=a.jpg><div>أعضاء المجلس خلال الجلسة (وكالة الصخرة)</div></div>{body}<p>{THIRD}</p></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "a lead outside the text, and paragraphs that are no paragraphs",
            format!(
                "<div class=head><h1>{TITLE}</h1><div class=article-lead>{FIRST}</div></div><div class=x1><div>{SECOND}</div><div>{THIRD}</div></div>"
            ),
            TITLE,
            &all,
        ),
        (
            "the next article, already loaded",
            format!(
                "<article><h1>{TITLE}</h1>{body}<p>{THIRD}</p></article><article><h2>انقطاع المياه في الأحياء الشرقية</h2>{}</article>",
                "<p>أعلنت مصلحة المياه انقطاعها عن الأحياء الشرقية، وقال مديرها إن الإصلاح يستغرق يومين على الأقل.</p>".repeat(6)
            ),
            TITLE,
            &all,
        ),
        (
            "a sentence with the name of a part in it stays",
            format!(
                "<h1>{TITLE}</h1><div class=with-sidebar><p>{FIRST}</p><p>وقال <span class=author>رئيس البلدية ماهر البستاني</span> إن التعليقات على الموازنة «واقعية».</p><p>{THIRD}</p></div>"
            ),
            TITLE,
            &[FIRST, "وقال رئيس البلدية ماهر البستاني إن التعليقات على الموازنة «واقعية».", THIRD],
        ),
        (
            "all titles are the site's",
            format!(
                "<title>صحيفة الصخرة</title><meta property=og:title content='صحيفة الصخرة'><h1><a href='https://sakhra.example/'>صحيفة الصخرة</a></h1><main><h2>{TITLE}</h2>{body}<p>{THIRD}</p></main>"
            ),
            TITLE,
            &all,
        ),
        (
            "the first heading is the section's",
            format!("<title>{TITLE} - صحيفة الصخرة</title><h1>محليات</h1><h2>{TITLE}</h2><div>{body}<p>{THIRD}</p></div>"),
            TITLE,
            &all,
        ),
        (
            "the headline is cut where others shall see it",
            format!(
                "<title>صحيفة الصخرة | {TITLE}</title><meta property=og:title content='مجلس بلدية الصخرة يقر…'><h1>{TITLE}</h1><div>{body}<p>{THIRD}</p></div>"
            ),
            TITLE,
            &all,
        ),
    ] {
        let page = format!("<html lang=ar dir=rtl><body>{page}</body></html>");
        let document = documents("page.html", page.as_bytes(), None).next().unwrap().unwrap();
        assert_eq!(document.title.as_deref(), Some(title), "{name}");
        assert_eq!(document.text.lines().skip(1).collect::<Vec<_>>(), expected, "{name}");
    }
}
