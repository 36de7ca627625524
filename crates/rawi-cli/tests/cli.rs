//! The command as a user meets it: exit codes, formats, order, bad input beside good, pipes and signals.
//! Nothing here depends on which statements the model finds: how they look is tested on fixtures, beside the renderers.

mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use support::{code, file, folder, rawi, run, stderr, stdout};

const ARTICLE: &str = "\
المتحدثة باسم البلدية: السوق يُفتح غداً
قالت المتحدثة باسم البلدية سمر الحلو إن السوق سيُفتح غداً، مؤكدة أن الأسعار لن ترتفع.وأضافت: «لا داعي للقلق».
";

fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = spawn(args);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A thread, since neither side may wait for the other; a command that stops early closes the pipe.
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = feeder.join().unwrap();
    output
}

fn spawn(args: &[&str]) -> Child {
    rawi().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn ids(jsonl: &str) -> Vec<String> {
    jsonl.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()).collect()
}

fn line(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text}).to_string() + "\n"
}

fn example(name: &str) -> String {
    format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn version_names_the_model_and_its_licence() {
    let output = run(&["--version"]);
    assert_eq!(code(&output), 0);
    let lines: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(lines[0], format!("rawi {}", env!("CARGO_PKG_VERSION")));
    assert!(lines[1].starts_with("model "));
    assert!(lines[2].contains("CC BY-NC-SA 4.0"), "{lines:?}");
}

#[test]
fn wrong_usage_is_2() {
    let folder = folder("usage");
    let article = file(&folder, "a.txt", ARTICLE);
    let odd = file(&folder, "a.model", "no model");
    let empty = folder.join("empty");
    std::fs::create_dir(&empty).unwrap();
    for (args, said) in [
        (&[][..], "Usage"),
        (&["read", "--no-such-flag"], "--no-such-flag"),
        (&["read", "--format", "yaml", &article], "yaml"),
        (&["read", "--jobs", "0", &article], "--jobs"),
        (&["read", "no/such/file.txt"], "no/such/file.txt: "),
        (&["read", empty.to_str().unwrap()], "no file of a known kind"),
        (&["read", "--model", &odd, &article], "a.model: "),
        (&["read", "--overrides", "no/such/list", &article], "no/such/list: "),
        (&["read", "--output", &article, &article], "is read and cannot be written over"),
        (&["read", "--output", "no/such/folder/x.json", &article], "cannot write"),
        (&["score", &article, &article, "no/such/file"], "no/such/file: "),
    ] {
        let output = run(args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{args:?}");
    }
    assert_eq!(std::fs::read_to_string(&article).unwrap(), ARTICLE);
}

#[test]
fn nothing_to_find_is_0_with_a_note() {
    for (args, input, note) in [
        (&["read"][..], "", "rawi: -: no text, so no statements\n"),
        (&["read", "--quiet"], "", ""),
        (&["read"], "Minister: no change\nThe minister said nothing would change.\n", "rawi: -: no Arabic text, so no statements\n"),
        (&["read", "--input", "jsonl"], "", "rawi: -: holds no document\n"),
        (&["read", "--input", "jsonl"], "{\"id\": \"7\", \"text\": \" \"}\n", "rawi: -, \"7\": no text, so no statements\n"),
    ] {
        let output = run_with(args, input.as_bytes());
        assert_eq!(code(&output), 0, "{args:?} {input:?}");
        assert_eq!(stderr(&output), note, "{args:?} {input:?}");
        for line in stdout(&output).lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            assert_eq!(record["statements"], serde_json::json!([]));
        }
    }
}

#[test]
fn most_documents_without_text_are_counted_at_the_end() {
    let folder = folder("without");
    let good = file(&folder, "good.html", &format!("<article><p>{}</p></article>", ARTICLE.replace('\n', "</p><p>")));
    let shell = "<html><head><title>المرفأ يفتح غداً</title></head><body><div id=app></div></body></html>";
    let shells = ["a.html", "b.html", "c.html"].map(|name| file(&folder, name, shell));
    let [a, b, c] = shells.each_ref().map(String::as_str);
    let note = |path: &str| format!("rawi: {path}: no text but the headline\n");
    for (args, said) in [
        (&["read", &good, a, b][..], format!("{} (the same once more: {b})\nrawi: 2 of 3 documents have no text\n", note(a).trim_end())),
        (&["read", &good, a], note(a)),
        (&["read", a], note(a)),
        (&["read", "--quiet", a, b, c], String::new()),
    ] {
        let output = run(args);
        assert_eq!((code(&output), stderr(&output)), (0, said.as_str()), "{args:?}");
    }
    let archive = folder.join("archive");
    let empty = file(&folder, "empty.txt", " ");
    let output = run(&["add", "--archive", archive.to_str().unwrap(), a, &empty, &good]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).ends_with("rawi: 2 of 3 documents have no text\n"), "{}", stderr(&output));
}

#[test]
fn what_is_passed_over_or_empty_is_said() {
    let folder = folder("passed");
    let good = file(&folder, "good.txt", ARTICLE);
    let other = file(&folder, "خبر.md", ARTICLE);
    let place = folder.to_str().unwrap();
    let output = run(&["read", place]);
    assert_eq!(ids(stdout(&output)), [good.as_str()]);
    assert_eq!(stderr(&output), format!("rawi: {place}: passed over one file of no known kind: {other}\n"));
    for (name, content) in
        [("a.jsonl", ""), ("b.json", "[]"), ("c.warc", ""), ("d.xml", "<rss version=\"2.0\"><channel><title>x</title></channel></rss>")]
    {
        let empty = file(&folder, name, content);
        let output = run(&["read", &empty]);
        assert_eq!((code(&output), stderr(&output)), (0, format!("rawi: {empty}: holds no document\n").as_str()), "{name}");
    }
    // A name that would move the cursor.
    let output = run(&["read", "a\u{1b}[2J\u{202e}b.txt"]);
    assert!(stderr(&output).starts_with("rawi: a\\u{1b}[2J\\u{202e}b.txt: "), "{}", stderr(&output));
}

#[test]
fn bad_input_is_named_and_good_input_beside_it_is_read() {
    let folder = folder("bad");
    let good = file(&folder, "good.txt", ARTICLE);
    let lines = file(&folder, "lines.jsonl", &(line("1", ARTICLE) + "{\"id\": \"2\"\n" + &line("3", ARTICLE) + "{\"id\": \"4\"}\n"));
    let picture = file(&folder, "picture.txt", "\u{89}PNG\0\0\0\u{1a}");
    let output = run(&["read", "gone.txt", &good, &picture, &lines]);
    assert_eq!(code(&output), 3);
    assert_eq!(ids(stdout(&output)), [good.as_str(), "1", "3"]);
    let said: Vec<&str> = stderr(&output).lines().collect();
    assert_eq!(said.len(), 4, "{said:#?}");
    assert!(said[0].starts_with("rawi: gone.txt: "));
    assert!(said[1].starts_with(&format!("rawi: {picture}")));
    assert!(said[2].starts_with(&format!("rawi: {lines}, line 2: ")));
    assert!(said[3].starts_with(&format!("rawi: {lines}, line 4: ")));

    let output = run(&["read", "gone.txt", &picture]);
    assert_eq!((code(&output), stdout(&output)), (2, ""));
}

#[test]
fn folders_are_walked_in_order_and_by_extension() {
    let folder = folder("walk");
    for name in ["b/2.txt", "b/1.html", "a.txt", "c.jsonl", "z.pdf", ".hidden/x.txt", "b/.x.txt"] {
        let contents = if name.ends_with("jsonl") { line("from-c", ARTICLE) } else { ARTICLE.into() };
        file(&folder, name, &contents);
    }
    let root = folder.to_str().unwrap();
    let output = run(&["read", root]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let expected = [format!("{root}/a.txt"), format!("{root}/b/1.html"), format!("{root}/b/2.txt"), "from-c".into()];
    assert_eq!(ids(stdout(&output)), expected);
}

#[test]
fn the_output_is_not_read() {
    let folder = folder("output-inside");
    file(&folder, "a.txt", ARTICLE);
    file(&folder, "z.txt", ARTICLE);
    let root = folder.to_str().unwrap();
    let out = file(&folder, "out.jsonl", "old\n");
    let note = format!("rawi: {out}: is the output and not read\n");
    let expected = [format!("{root}/a.txt"), format!("{root}/z.txt")];

    let output = run(&["read", "--output", &out, root]);
    assert_eq!((code(&output), stderr(&output)), (0, &*note));
    assert_eq!(ids(&std::fs::read_to_string(&out).unwrap()), expected);

    let redirected = std::fs::File::create(&out).unwrap();
    let output = rawi().args(["read", root]).stdout(redirected).output().unwrap();
    assert_eq!((code(&output), stderr(&output)), (0, &*note));
    assert_eq!(ids(&std::fs::read_to_string(&out).unwrap()), expected);
}

#[test]
fn standard_input_alone_and_among_files() {
    let folder = folder("stdin");
    let article = file(&folder, "a.txt", ARTICLE);
    for (args, expected) in
        [(&["read"][..], &["-"][..]), (&["read", "-"], &["-"]), (&["read", &article, "-", &article], &[&article, "-", &article])]
    {
        let output = run_with(args, ARTICLE.as_bytes());
        assert_eq!(ids(stdout(&output)), expected);
        let record: Value = serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap();
        assert_eq!(record["text"], ARTICLE);
        assert_eq!(record["title"], ARTICLE.lines().next().unwrap());
    }
    // The kind of standard input comes from its beginning.
    let output = run_with(&["read"], line("7", ARTICLE).as_bytes());
    assert_eq!(ids(stdout(&output)), ["7"]);
    let output = run_with(&["read", "--input", "text"], line("7", ARTICLE).as_bytes());
    assert_eq!(ids(stdout(&output)), ["-"]);
}

/// Articles of very different length, with a bad line here and there.
fn many() -> String {
    (0..200)
        .map(|i| match i % 41 {
            40 => "{not json\n".to_owned(),
            n => line(&format!("doc-{i}"), &ARTICLE.repeat(1 + (n * 7) % 13)),
        })
        .collect()
}

#[test]
fn the_bytes_are_the_same_however_many_work() {
    let folder = folder("jobs");
    let input = file(&folder, "many.jsonl", &many());
    let paths = [input, example("article.txt"), example("article.html")];
    for format in ["jsonl", "json", "csv", "html", "view"] {
        let read = |jobs| {
            let mut args = vec!["read", "--format", format, "--jobs", jobs];
            // it takes much longer than reading, so one format must do
            args.extend((format == "html").then_some("--explain"));
            args.extend(paths.iter().map(String::as_str));
            run(&args)
        };
        let (one, four) = (read("1"), read("4"));
        assert_eq!(code(&one), 3);
        assert!(one == four, "{format}");
        assert_eq!(stderr(&one).lines().count(), 4);
    }
    let output = run(&["read", "--jobs", "4", &paths[0]]);
    let expected: Vec<String> = (0..200).filter(|i| i % 41 != 40).map(|i| format!("doc-{i}")).collect();
    assert_eq!(ids(stdout(&output)), expected);
}

#[test]
fn json_is_one_object_or_an_array() {
    let one: Value = serde_json::from_slice(&run(&["read", "-f", "json", &example("article.txt")]).stdout).unwrap();
    assert_eq!(one["format"], "rawi.statements/1");
    let many: Value = serde_json::from_slice(&run(&["read", "-f", "json", &example("articles.jsonl")]).stdout).unwrap();
    assert_eq!(many.as_array().unwrap().len(), 3);
    let none: Value = serde_json::from_slice(&run_with(&["read", "-f", "json", "--input", "jsonl"], b"").stdout).unwrap();
    assert_eq!(none, serde_json::json!([]));
}

#[test]
fn spans_cut_the_words_out_of_the_text() {
    let output = run(&["read", &example("article.txt"), &example("article.html"), &example("articles.jsonl")]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    for line in stdout(&output).lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        for statement in record["statements"].as_array().unwrap() {
            for part in ["cue", "speaker", "addressee"] {
                let [span, words] = [&statement[part], &statement["words"][part]];
                assert_eq!(span.is_null(), words.is_null());
                if !span.is_null() {
                    assert_eq!(cut(&text, span), words.as_str().unwrap());
                }
            }
            for part in ["content", "via", "setting"] {
                let spans = statement[part].as_array().unwrap().iter().map(|s| cut(&text, s));
                let words = statement["words"][part].as_array().unwrap().iter().map(|w| w.as_str().unwrap());
                assert!(spans.eq(words));
            }
        }
    }
}

fn cut(text: &[char], span: &Value) -> String {
    let at = |i: usize| usize::try_from(span[i].as_u64().unwrap()).unwrap();
    text[at(0)..at(1)].iter().collect()
}

#[test]
fn no_text_leaves_the_text_out() {
    for format in ["json", "html"] {
        let output = run(&["read", "--no-text", "-f", format, &example("article.txt")]);
        assert_eq!(code(&output), 0);
        assert!(!stdout(&output).contains("في المقابل، اتهمت رئيسة اتحاد المزارعين في نارونيا هند البارودي الحكومة بأنها"), "{format}");
    }
}

#[test]
fn explanations_stand_at_every_statement() {
    let output = run(&["read", "--explain", &example("article.txt")]);
    let record: Value = serde_json::from_str(stdout(&output)).unwrap();
    for statement in record["statements"].as_array().unwrap() {
        for part in ["cue", "bounds", "speaker"] {
            assert!(statement["explanation"][part].is_array());
        }
    }
    let output = run(&["read", &example("article.txt")]);
    assert!(!stdout(&output).contains("\"explanation\""));
}

#[test]
fn csv_reads_back_with_one_row_a_statement() {
    let paths = [example("article.txt"), example("articles.jsonl")];
    let records = run(&["read", &paths[0], &paths[1]]);
    let statements: usize =
        stdout(&records).lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["statements"].as_array().unwrap().len()).sum();
    let output = run(&["read", "-f", "csv", &paths[0], &paths[1]]);
    assert!(stdout(&output).starts_with("id,title,url,outlet,date,statement,who,"));
    let mut reader = csv::Reader::from_reader(&*output.stdout);
    assert_eq!(reader.records().map(Result::unwrap).count(), statements);
}

#[test]
fn the_page_holds_every_article_whole() {
    let paths = [example("article.txt"), example("article.html"), example("articles.jsonl")];
    let args: Vec<&str> = paths.iter().map(String::as_str).collect();
    let records = run(&[&["read"], &args[..]].concat());
    let page = run(&[&["read", "-f", "html"], &args[..]].concat());
    let page = stdout(&page);
    assert_eq!(page.matches("<html").count(), 1);
    assert_eq!(page.matches("</html>").count(), 1);
    let shown: Vec<String> =
        page.split("<div class=\"text\">").skip(1).map(|rest| without_tags(&rest[..rest.find("</div>").unwrap()])).collect();
    let texts: Vec<String> =
        stdout(&records).lines().map(|l| serde_json::from_str::<Value>(l).unwrap()["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(shown, texts);
    let mut places: Vec<&str> = page.split(" id=\"").skip(1).map(|r| r.split('"').next().unwrap()).collect();
    let all = places.len();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), all, "an id stands twice");
}

fn without_tags(html: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for piece in html.split_inclusive(['<', '>']) {
        let (text, end) = piece.split_at(piece.trim_end_matches(['<', '>']).len());
        if depth == 0 {
            out.push_str(text);
        }
        match end {
            "<" => depth += 1,
            ">" => depth -= 1,
            _ => {}
        }
    }
    out.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_format_follows_the_place_of_the_output() {
    let folder = folder("output");
    // A pipe gets what programs read.
    assert!(stdout(&run(&["read", &example("article.txt")])).starts_with("{\"format\":"));
    for (name, beginning) in [
        ("a.json", "{\n  \"format\""),
        ("a.jsonl", "{\"format\":"),
        ("a.out", "{\"format\":"),
        ("a.csv", "id,title,"),
        ("a.html", "<!doctype html>"),
        ("a.txt", "الرئاسة في نارونيا"),
    ] {
        let to = folder.join(name);
        let output = run(&["read", "--output", to.to_str().unwrap(), &example("article.txt")]);
        assert_eq!((code(&output), stdout(&output)), (0, ""), "{name}");
        let written = std::fs::read_to_string(&to).unwrap();
        assert!(written.starts_with(beginning), "{name}: {written:.60}");
    }
}

#[test]
fn colours_only_when_asked_for_outside_a_terminal() {
    let has = |args: &[&str], no_color: &str| {
        let output = rawi().args(args).arg(example("article.txt")).env("NO_COLOR", no_color).output().unwrap();
        stdout(&output).contains('\x1b')
    };
    assert!(!has(&["read", "-f", "view"], ""));
    assert!(!has(&["read", "-f", "view", "--color", "never"], ""));
    assert!(has(&["read", "-f", "view", "--color", "always"], ""));
    // What is said on the command line counts more than the environment.
    assert!(has(&["read", "-f", "view", "--color", "always"], "1"));
}

#[test]
fn the_visual_view_has_joined_letters_from_right_to_left() {
    let logical = run_with(&["read", "-f", "view", "--width", "60"], ARTICLE.as_bytes());
    assert!(stdout(&logical).starts_with("المتحدثة باسم البلدية"));
    let visual = run_with(&["read", "-f", "view", "--width", "60", "--visual"], ARTICLE.as_bytes());
    let first = stdout(&visual).lines().next().unwrap();
    assert!(first.ends_with("ﺔﻳﺪﻠﺒﻟﺍ ﻢﺳﺎﺑ ﺔﺛﺪﺤﺘﻤﻟﺍ"), "{first}");
    assert!(first.starts_with(' '));
    assert!(stdout(&visual).contains("ﻕﻮﺴﻟﺍ"));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = folder("pipe");
    let input = file(&folder, "many.jsonl", &many());
    let mut args = vec!["read", "--quiet", "--jobs", "2"];
    args.extend(std::iter::repeat_n(input.as_str(), 30));
    let mut child = spawn(&args);
    let mut first = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    // The pipe is closed now. The input has bad lines, which are told of until then; nothing else may be.
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).lines().all(|l| l.contains("many.jsonl, line ")), "{}", stderr(&output));
}

#[test]
fn documents_come_out_while_more_may_come_in() {
    let mut child = spawn(&["read", "--input", "jsonl"]);
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for id in ["1", "2"] {
        stdin.write_all(line(id, ARTICLE).as_bytes()).unwrap();
        let mut got = String::new();
        stdout.read_line(&mut got).unwrap();
        assert_eq!(ids(&got), [id]);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_whole_output() {
    let mut child = spawn(&["read", "--input", "jsonl", "--format", "json"]);
    let mut stdin = child.stdin.take().unwrap();
    let bad = "{}\n";
    stdin.write_all((line("1", ARTICLE) + &line("2", ARTICLE) + bad).as_bytes()).unwrap();
    // The complaint about the third line tells that the two before it are done.
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut complaint = String::new();
    stderr.read_line(&mut complaint).unwrap();
    assert!(complaint.contains("line 3"), "{complaint}");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130);
    let records: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 2);
    drop(stdin);
}

#[test]
fn score_prints_the_figures() {
    let folder = folder("score");
    let texts = file(&folder, "texts.jsonl", &line("1", "قال نادر إن الطريق مفتوح."));
    let gold = r#"[{"id": "1", "speakers": [{"id": "S1", "name": "نادر", "kind": "person", "role": null, "mentions": ["نادر"]}],
        "statements": [{"cue": [0, 3], "who": "S1", "speaker": [4, 8], "content": [[9, 24]], "addressee": null, "via": [],
        "setting": [], "type": "indirect", "act": "state", "parent": null}]}]"#;
    let gold = file(&folder, "gold.json", gold);
    let output = run(&["score", &texts, &gold, &gold]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    assert!(stdout(&output).starts_with("1 documents, 1 gold statements, 1 predicted\nstatement      P 1.000"));
    let output = run_with(&["score", "--by-doc", "--json", &texts, &gold, "-"], b"");
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("1 of 1 documents have no prediction"));
    let mut lines = stdout(&output).lines();
    assert_eq!(lines.next(), Some("1\t0.000\t1 gold\t0 predicted"));
    let figures: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(figures["who-said-what"]["f"], 0.0);
}

#[test]
fn completions_know_the_flags() {
    for shell in ["bash", "zsh", "fish"] {
        let output = run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        assert!(stdout(&output).contains("no-text"), "{shell}");
    }
}

/// Case 68.
#[test]
fn names_of_files_are_drawn_as_they_are_written() {
    let folder = folder("drawn");
    for name in ["68-visual-order.txt", "2031-05-02.txt", "x/31.txt", "my file 2.txt", "a(1).txt"] {
        let path = file(&folder, name, include_str!("cases/68-visual-order.txt"));
        let shown = |args: &[&str]| {
            let output = rawi().current_dir(&folder).args(["read", "-f", "view", "--width", "80"]).args(args).arg(name).output().unwrap();
            stdout(&output).lines().map(|line| line.trim_start().to_owned()).collect::<Vec<_>>()
        };
        let drawn = shown(&["--visual"]);
        assert_eq!(drawn[1], name);
        assert!(drawn.iter().any(|line| line.contains("Nordal")) && drawn.iter().any(|line| line.contains("2031")), "{drawn:#?}");
        assert_eq!(shown(&[])[1], format!("\u{200f}\u{2068}{name}\u{2069}"));
        let output = run(&["read", "-f", "view", "--visual", "--width", "200", &path]);
        assert_eq!(stdout(&output).lines().nth(1).unwrap().trim_start(), path);
    }
}

#[test]
fn the_same_note_is_said_once() {
    let folder = folder("notes");
    let record =
        |n: usize, date: &str| serde_json::json!({"id": n.to_string(), "date": date, "text": format!("{ARTICLE}{n}")}).to_string() + "\n";
    let dates: String = (1..=2_000).map(|n| record(n, if n % 2 == 0 { "أمس" } else { "2031-05-02" })).collect();
    let blank: String = (1..=5).map(|n| line(&n.to_string(), " ")).collect();
    let (dates, blank) = (file(&folder, "dates.jsonl", &dates), file(&folder, "blank.jsonl", &blank));
    for command in [&["read", "-f", "csv"][..], &["add", "-a", folder.join("archive").to_str().unwrap()]] {
        let output = run(&[command, &[&dates, &blank]].concat());
        assert_eq!(code(&output), 0);
        let said: Vec<&str> = stderr(&output).lines().collect();
        assert_eq!(said.len(), 2, "{said:#?}");
        assert!(said[0].starts_with(&format!("rawi: {dates}, \"2\": found the date \"أمس\", expected one such as ")), "{}", said[0]);
        let places = format!("(the same 999 times more: {dates}, line 4; {dates}, line 6; {dates}, line 8; …)");
        assert!(said[0].ends_with(&places), "{}", said[0]);
        assert!(said[1].starts_with(&format!("rawi: {blank}, \"1\": no text, so ")), "{}", said[1]);
        assert!(
            said[1].ends_with(&format!("(the same 4 times more: {blank}, line 2; {blank}, line 3; {blank}, line 4; …)")),
            "{}",
            said[1]
        );
        assert_eq!(stderr(&run(&[command, &["--quiet", &dates, &blank]].concat())), "");
    }
}
