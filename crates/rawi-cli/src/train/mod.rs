//! `rawi train`: files in, a model file out, figures on standard output.
//! What is learned, and how, is `rawi::train`'s.

mod raw;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use rawi::record::Record;
use rawi::score::{self, Figures, Input};
use rawi::train::{self, Article, Event, Options, Raw, Trained};
use rawi::{Model, Reader};

use crate::args::Train;
use crate::report::{self, Stop};

/// Runs the command.
pub fn run(args: &Train) -> Result<ExitCode, Stop> {
    let begun = Instant::now();
    let said = |what: &str| {
        if !args.quiet {
            report::line(&format!("{:4.0} s: {what}", begun.elapsed().as_secs_f64()));
        }
    };
    // What could fail is tried before the minutes of training.
    for path in [Some(&args.output), args.report.as_ref(), args.cross_fitted.as_ref()].into_iter().flatten() {
        try_to_write(path)?;
    }
    if args.texts.len() != args.gold.len() {
        return Err(Stop::Usage(format!("{} files of --texts and {} of --gold, expected as many", args.texts.len(), args.gold.len())));
    }
    let mut articles = Vec::new();
    for (texts, gold) in args.texts.iter().zip(&args.gold) {
        articles.extend(self::articles(texts, gold)?);
    }
    let mut dev = Vec::new();
    for pair in args.dev.chunks(2) {
        dev.push((pair[0].as_path(), self::articles(&pair[0], &pair[1])?));
    }
    let mut options = options(args)?;
    let mut raw = Raw::new();
    let mut failed = raw::read(&args.raw, |text| raw.add(text));
    failed += raw::read(&args.silver, |text| options.silver.push(text.to_owned()));
    options.kept_back = dev.iter().flat_map(|(_, articles)| articles.iter().map(|a| a.text().to_owned())).collect();
    said(&format!("{} articles, {} raw texts", articles.len(), raw.texts()));

    let trained = train::train(&articles, raw, &options, &|event| match event {
        Event::Pass { pass, passes, .. } if pass < passes => {}
        _ => said(&event.to_string()),
    })
    .map_err(|e| Stop::Usage(e.to_string()))?;

    let mut tried = Vec::new();
    for (texts, articles) in &dev {
        tried.push((texts.file_stem().unwrap_or_default().to_string_lossy().into_owned(), figures(&trained.model, articles)?));
    }
    write(&args.output, &trained.model)?;
    if let Some(path) = &args.report {
        write(path, report_of(&trained, &options, &tried).as_bytes())?;
    }
    if let Some(path) = &args.cross_fitted {
        let lines: String = trained.cross_fitted.iter().map(|r| serde_json::to_string(r).expect("a record is JSON") + "\n").collect();
        write(path, lines.as_bytes())?;
    }
    said(&format!("{}: {} bytes, SHA-256 {}", args.output.display(), trained.model.len(), trained.report.sha256));
    show(&trained, &tried)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn options(args: &Train) -> Result<Options, Stop> {
    let mut options = Options::default();
    let stem = || args.output.file_stem().map_or_else(|| options.name.clone(), |s| s.to_string_lossy().into_owned());
    options.name = args.name.clone().unwrap_or_else(stem);
    options.license.clone_from(&args.license);
    options.folds = args.folds.into();
    options.tried = args.tried.unwrap_or(args.folds).into();
    let model = |path: &PathBuf| std::fs::read(path).map_err(|e| Stop::Usage(format!("{}: {e}", path.display())));
    options.vectors = args.vectors.as_ref().map(model).transpose()?;
    for path in &args.teachers {
        let file = model(path)?;
        // named here, and before the raw text is read
        Model::from_bytes(&file).map_err(|e| Stop::Usage(format!("{}: {e}", path.display())))?;
        options.teachers.push(file);
    }
    options.to_teach = args.to_teach;
    options.seed = args.seed;
    options.quick = args.quick;
    options.threads = args.jobs.map_or_else(|| std::thread::available_parallelism().map_or(1, Into::into), usize::from);
    Ok(options)
}

fn articles(texts: &Path, gold: &Path) -> Result<Vec<Article>, Stop> {
    let (texts, gold) = (load(texts)?, load(gold)?);
    let input = |(name, contents)| Input { name, contents };
    train::articles(input((&texts.0, &texts.1)), input((&gold.0, &gold.1))).map_err(|e| Stop::Usage(e.to_string()))
}

/// A file's name and contents.
fn load(path: &Path) -> Result<(String, String), Stop> {
    let name = path.display().to_string();
    match std::fs::read(path).map(String::from_utf8) {
        Ok(Ok(contents)) => Ok((name, contents)),
        Ok(Err(e)) => Err(Stop::Usage(format!("{name}: byte {} is not UTF-8", e.utf8_error().valid_up_to()))),
        Err(e) => Err(Stop::Usage(format!("{name}: {e}"))),
    }
}

/// The figures of a model on articles it was not trained on.
fn figures(model: &[u8], articles: &[Article]) -> Result<Figures, Stop> {
    let model = Model::from_bytes(model).map_err(|e| Stop::Usage(format!("the new model: {e}")))?;
    let mut reader = Reader::new(&model);
    let texts: BTreeMap<String, String> = articles.iter().map(|a| (a.gold().id.clone(), a.text().to_owned())).collect();
    let gold: Vec<Record> = articles.iter().map(|a| a.gold().clone()).collect();
    let read: Vec<Record> = articles.iter().map(|a| reader.read(a.text()).record(&a.gold().id)).collect();
    score::score(&texts, &gold, &read).map_err(|e| Stop::Usage(e.to_string()))
}

fn show(trained: &Trained, dev: &[(String, Figures)]) -> Result<(), Stop> {
    let mut out = format!("The training articles, each read by a model that had not seen it:\n{}", trained.report.figures);
    for (name, figures) in dev {
        out += &format!("The articles of {name}, read by the model written:\n{figures}");
    }
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(out.as_bytes()).and_then(|()| stdout.flush()).map_err(|e| Stop::output("-", &e))
}

fn report_of(trained: &Trained, options: &Options, dev: &[(String, Figures)]) -> String {
    let figures = |f: &Figures| serde_json::from_str(&f.to_json()).unwrap_or(serde_json::Value::Null);
    let report = &trained.report;
    let parts: serde_json::Map<String, serde_json::Value> = report.sizes.iter().map(|&(part, n)| (part.into(), n.into())).collect();
    let whole = serde_json::json!({
        "name": options.name,
        "license": options.license,
        "sha256": report.sha256,
        "bytes": trained.model.len(),
        "bytes_of_parts": parts,
        "seed": options.seed,
        "quick": options.quick,
        "articles": report.articles,
        "statements": report.statements,
        "copies": report.copies,
        "articles_of_folds": report.folds,
        "raw_texts": report.raw_texts,
        "words_with_vectors": report.words,
        "silver_texts": report.silver[0],
        "silver_statements": report.silver[1],
        "teachers": report.teachers,
        "cross_fitted": figures(&report.figures),
        "dev": dev.iter().map(|(name, f)| (name.clone(), figures(f))).collect::<serde_json::Map<_, _>>(),
    });
    format!("{whole:#}\n")
}

/// The place beside `path` where a file is written before it takes the name.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".part");
    name.into()
}

fn try_to_write(path: &Path) -> Result<(), Stop> {
    let part = beside(path);
    let tried = std::fs::write(&part, "").and_then(|()| std::fs::remove_file(&part));
    match tried {
        Ok(()) if path.is_dir() => Err(Stop::Usage(format!("{}: cannot write: it is a folder", path.display()))),
        Ok(()) => Ok(()),
        Err(e) => Err(Stop::output(&path.display().to_string(), &e)),
    }
}

/// Writes all of it or nothing.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let part = beside(path);
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path)).map_err(|e| Stop::output(&path.display().to_string(), &e))
}
