//! Prints the documents of a file.
fn main() {
    let name = std::env::args().nth(1).expect("a path");
    let file = std::io::BufReader::new(std::fs::File::open(&name).expect("a file"));
    let mut documents = rawi_document::documents(&name, file, None);
    while let Some(document) = documents.next() {
        println!("{document:#?} {:?}", documents.warnings());
    }
}
