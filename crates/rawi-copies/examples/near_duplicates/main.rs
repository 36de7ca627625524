//! Measures how well copies are found among real news:
//! `cargo run --release -p rawi-copies --example near_duplicates -- ../shared/news/*.zip`
//! With `--groups` it also lists the groups of copies, with `--disputed` the pairs on which method and judge differ.

mod measure;

fn main() {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let mut articles = Vec::new();
    for path in &paths {
        let name = std::path::Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match std::fs::File::open(path) {
            Ok(file) => articles.extend(measure::articles(&name, file)),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    let figures = measure::measure(&articles, 1000);
    print!("{}", figures.report());
    if flags.iter().any(|f| f == "--groups") {
        figures.groups.iter().for_each(|g| println!("group\t{}", g.join("\t")));
    }
    if flags.iter().any(|f| f == "--disputed") {
        figures.disputed.iter().for_each(|(a, b, verdict)| println!("disputed\t{a}\t{b}\t{verdict:?}"));
    }
}
