//! Files of a crate that need each other in a circle, so that none of them can be read first.
//!
//! A module is a file. A file needs another when its code names what the other defines: in a `use`, in a path, in a macro. A name that a
//! file in between only passes on (`pub use`) is followed to the file that defines it.
//!
//! A file with modules below it is the first page of a folder: it lists them, passes on what they define, works with them, and defines what
//! they share. So it is no single place but as many as it defines things: a type that the children need and a function that calls the
//! children make no circle, but a type that needs a child by which it is needed does.
//!
//! Tests inside a file, comments and attributes do not count, nor do calls of methods, which name no place.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::Path;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, Type, UseTree, Visibility};

type Names = Vec<String>;

/// A file, by its module path, and of one with modules below it the thing that it defines; of others no name.
type Place = (Names, String);

/// A file, and the names in it.
#[derive(Default)]
struct Module {
    /// As it is shown.
    file: String,
    /// What it defines at the top.
    defines: HashSet<String>,
    /// What it takes in by `use`, with the full path.
    takes: HashMap<String, Names>,
    /// Modules of which it takes everything, and whether to pass it on.
    globs: Vec<(Names, bool)>,
    /// Whether modules stand below it.
    parent: bool,
    /// What its code names, as full paths: in which of the things that it defines, whether by `use`.
    named: Vec<(String, Names, bool)>,
}

/// The files of a crate by their module paths; the root's is empty.
#[derive(Default)]
pub struct Crate {
    modules: BTreeMap<Names, Module>,
}

impl Crate {
    /// The crate whose sources lie in `folder`; files are shown as they lie below `root`.
    pub fn read(root: &Path, folder: &Path) -> Self {
        let mut sources = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    sources.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let named = sources.iter().map(|(path, text)| {
            let shown = path.strip_prefix(root).unwrap().display().to_string();
            (path.strip_prefix(folder).unwrap().to_str().unwrap(), shown, text.as_str())
        });
        Self::new(named)
    }

    /// Of files with their place below `src`, how they are shown, and their text.
    pub fn new<'t>(files: impl Iterator<Item = (&'t str, String, &'t str)>) -> Self {
        let files: Vec<(Names, String, syn::File)> = files
            .map(|(place, shown, text)| {
                let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{shown}: {e}"));
                (module(place), shown, file)
            })
            .collect();
        let paths: HashSet<Names> = files.iter().map(|f| f.0.clone()).collect();
        let mut modules = BTreeMap::new();
        for (path, shown, file) in files {
            let parent = paths.iter().any(|p| p.len() > path.len() && p.starts_with(&path));
            let module = Module { file: shown, parent, ..Module::default() };
            let mut reader = Reader { paths: &paths, at: path.clone(), inside: String::new(), takes: HashMap::new(), module };
            // what is taken in may stand below what names it
            file.items.iter().for_each(|item| reader.take(item));
            reader.visit_file(&file);
            let takes = reader.takes;
            modules.insert(path, Module { takes, ..reader.module });
        }
        Self { modules }
    }

    /// The place that defines what a full path names.
    fn home(&self, path: &[String], depth: usize) -> Option<Place> {
        let length = (0..=path.len()).rev().find(|&n| self.modules.contains_key(&path[..n]))?;
        let (at, module) = self.modules.get_key_value(&path[..length])?;
        let place = |name: &str| (at.clone(), if module.parent { name.to_owned() } else { String::new() });
        let Some(name) = path.get(length) else { return Some(place("")) };
        if module.defines.contains(name) {
            return Some(place(name));
        }
        if depth > 8 {
            return None;
        }
        if let Some(taken) = module.takes.get(name) {
            return self.home(&[taken, &path[length + 1..]].concat(), depth + 1);
        }
        let through = module.globs.iter().map(|glob| &glob.0).filter(|glob| *glob != at);
        let mut found = through.filter_map(|glob| {
            let home = self.home(&[glob, &path[length..]].concat(), depth + 1)?;
            self.modules[&home.0].defines.contains(name).then_some(home)
        });
        found.next().or(Some(place("")))
    }

    /// Which place needs which, with a path by which it does.
    fn needs(&self) -> Needs {
        let mut needs = Needs::new();
        for (at, module) in &self.modules {
            for (own, path, taken) in &module.named {
                // to take a module in is not yet to use what it defines
                if *taken && self.modules.contains_key(path) {
                    continue;
                }
                let Some(home) = self.home(path, 0) else { continue };
                need(&mut needs, (at.clone(), own.clone()), home, path);
            }
            for glob in module.globs.iter().filter(|glob| !glob.1).map(|glob| &glob.0) {
                for name in self.modules.get(glob).into_iter().flat_map(|m| &m.defines) {
                    let path = [glob.as_slice(), std::slice::from_ref(name)].concat();
                    if let Some(home) = self.home(&path, 0) {
                        need(&mut needs, (at.clone(), String::new()), home, &path);
                    }
                }
            }
        }
        needs
    }

    /// Each circle once, the shortest way round through its first file: `a.rs (b::B) → b.rs (a::A) → a.rs`.
    pub fn circles(&self) -> Vec<String> {
        let needs = self.needs();
        let reaches: BTreeMap<&Place, BTreeSet<&Place>> = needs.keys().map(|at| (at, reached(&needs, at))).collect();
        let mut told: BTreeSet<&Place> = BTreeSet::new();
        let mut circles = Vec::new();
        for at in needs.keys() {
            let circle: Vec<&Place> = reaches[at].iter().copied().filter(|other| reaches[*other].contains(at)).collect();
            // what one file defines may need each other
            if circle.iter().all(|other| other.0 == at.0) || !told.insert(at) {
                continue;
            }
            told.extend(&circle);
            let way = round(&needs, at);
            let shown = |(at, name): &Place| {
                let file = &self.modules[at].file;
                if name.is_empty() { file.clone() } else { format!("{file}: {name}") }
            };
            let steps = way.windows(2).map(|w| format!("{} ({}) → ", shown(w[0]), needs[w[0]][w[1]]));
            let others: Vec<String> = circle.iter().filter(|m| !way.contains(m)).map(|m| shown(m)).collect();
            let others = if others.is_empty() { String::new() } else { format!(", and with them {}", others.join(", ")) };
            circles.push(steps.collect::<String>() + &shown(at) + &others);
        }
        circles
    }
}

/// The module that a file below `src` is.
fn module(place: &str) -> Names {
    let place = place.strip_suffix(".rs").unwrap_or(place);
    let mut names: Names = place.split('/').map(str::to_owned).collect();
    if matches!(names.last().map(String::as_str), Some("lib" | "main")) && names.len() == 1 || names.last().is_some_and(|n| n == "mod") {
        names.pop();
    }
    names
}

type Needs = BTreeMap<Place, BTreeMap<Place, String>>;

fn need(needs: &mut Needs, of: Place, what: Place, path: &[String]) {
    if of != what {
        needs.entry(what.clone()).or_default();
        needs.entry(of).or_default().entry(what).or_insert_with(|| path.join("::"));
    }
}

/// Everything that a place needs, through others too.
fn reached<'c>(needs: &'c Needs, from: &Place) -> BTreeSet<&'c Place> {
    let mut seen: BTreeSet<&Place> = BTreeSet::new();
    let mut open: Vec<&Place> = needs[from].keys().collect();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(needs[at].keys());
        }
    }
    seen
}

/// The shortest way from a place through another file back to it.
fn round<'c>(needs: &'c Needs, from: &'c Place) -> Vec<&'c Place> {
    let mut open = VecDeque::from([vec![from]]);
    let mut seen: BTreeSet<&Place> = BTreeSet::new();
    while let Some(way) = open.pop_front() {
        for next in needs[way[way.len() - 1]].keys() {
            if next == from && way.iter().any(|at| at.0 != from.0) {
                return [way, vec![from]].concat();
            }
            if seen.insert(next) {
                open.push_back([way.clone(), vec![next]].concat());
            }
        }
    }
    vec![from]
}

/// Reads the names out of one file.
struct Reader<'p> {
    paths: &'p HashSet<Names>,
    /// The module that stands here: the file's, or one inside it.
    at: Names,
    /// The thing that is defined here, in a file with modules below it.
    inside: String,
    takes: HashMap<String, Names>,
    module: Module,
}

impl Reader<'_> {
    /// What an item at the top defines or takes in.
    fn take(&mut self, item: &Item) {
        if let Item::Use(i) = item {
            for (path, name) in taken(&i.tree) {
                let Some(path) = self.full(&path) else { continue };
                match name {
                    Some(name) => drop(self.takes.insert(name, path)),
                    None => {
                        let own = path.starts_with(&self.at) && path.len() > self.at.len();
                        self.module.globs.push((path, own && is_public(&i.vis)));
                    }
                }
            }
        } else if !matches!(item, Item::Impl(_)) {
            self.module.defines.extend(defined(item).map(Ident::to_string));
        }
    }

    /// A path as it leads from the root of the crate; None where it leads out of it.
    fn full(&self, path: &[String]) -> Option<Names> {
        let mut at = self.at.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                while rest.first().is_some_and(|name| name == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
                return Some([at, rest.to_vec()].concat());
            }
            first => {
                if let Some(taken) = self.takes.get(first) {
                    return Some([taken, &rest[1..]].concat());
                }
                let here = [at, vec![first.to_owned()]].concat();
                let known = self.paths.contains(&here) || self.module.parent && self.module.defines.contains(first);
                return known.then(|| [here, rest[1..].to_vec()].concat());
            }
        }
        Some([at, rest[1..].to_vec()].concat())
    }

    fn name(&mut self, path: &[String], taken: bool) {
        // of a file that is one place, what it takes in is told by its `use`
        if (path.len() > 1 || self.module.parent && !path.is_empty())
            && let Some(full) = self.full(path)
        {
            self.module.named.push((self.inside.clone(), full, taken));
        }
    }

    fn names_in(&mut self, tokens: TokenStream) {
        let mut path: Names = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.name(&std::mem::take(&mut path), false);
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(p) if p.as_char() == ':' && (p.spacing() == Spacing::Joint || colons == 1) => colons += 1,
                other => {
                    self.name(&std::mem::take(&mut path), false);
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.names_in(group.stream());
                    }
                }
            }
        }
        self.name(&path, false);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let of = |attributes: &[Attribute]| attributes.iter().any(is_test);
        let test = match item {
            Item::Fn(i) => of(&i.attrs),
            Item::Mod(i) => of(&i.attrs),
            Item::Use(i) => of(&i.attrs),
            Item::Impl(i) => of(&i.attrs),
            _ => false,
        };
        let top = self.module.parent && self.inside.is_empty();
        if test || top && matches!(item, Item::Use(_)) {
            return;
        }
        if top {
            self.inside = defined(item).map_or_else(|| "what it implements".into(), Ident::to_string);
        }
        visit::visit_item(self, item);
        if top {
            self.inside.clear();
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.at.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.at.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = is_public(&item.vis);
        for (path, _) in taken(&item.tree) {
            let own = self.full(&path).is_some_and(|full| full.starts_with(&self.at) && full.len() > self.at.len());
            if !(public && own) {
                self.name(&path, true);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Names = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.name(&names, false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        visit::visit_path(self, &item.path);
        self.names_in(item.tokens.clone());
    }
}

fn is_public(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

/// The name that an item at the top gives; of an implementation that of its type.
fn defined(item: &Item) -> Option<&Ident> {
    match item {
        Item::Const(i) => Some(&i.ident),
        Item::Enum(i) => Some(&i.ident),
        Item::Fn(i) => Some(&i.sig.ident),
        Item::Static(i) => Some(&i.ident),
        Item::Struct(i) => Some(&i.ident),
        Item::Trait(i) => Some(&i.ident),
        Item::Type(i) => Some(&i.ident),
        Item::Union(i) => Some(&i.ident),
        Item::Mod(i) => i.content.as_ref().map(|_| &i.ident),
        Item::Macro(i) => i.ident.as_ref(),
        Item::Impl(i) => match &*i.self_ty {
            Type::Path(of) => of.path.segments.last().map(|s| &s.ident),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an attribute leaves its item to tests.
fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.parse_args::<Ident>().is_ok_and(|what| what == "test")
}

/// The paths of a `use`, each with the name that it gives; None for all names of a module.
fn taken(tree: &UseTree) -> Vec<(Names, Option<String>)> {
    let before = |first: &Ident, rest: Vec<(Names, Option<String>)>| {
        rest.into_iter().map(|(path, name)| ([vec![first.to_string()], path].concat(), name)).collect()
    };
    match tree {
        UseTree::Path(p) => {
            let mut all: Vec<(Names, Option<String>)> = before(&p.ident, taken(&p.tree));
            // `a::{self}` gives the name a
            for (path, name) in &mut all {
                if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
                    path.pop();
                    *name = name.take().map(|name| if name == "self" { p.ident.to_string() } else { name });
                }
            }
            all
        }
        UseTree::Name(n) => vec![(vec![n.ident.to_string()], Some(n.ident.to_string()))],
        UseTree::Rename(r) => vec![(vec![r.ident.to_string()], Some(r.rename.to_string()))],
        UseTree::Glob(_) => vec![(Vec::new(), None)],
        UseTree::Group(g) => g.items.iter().flat_map(taken).collect(),
    }
}
