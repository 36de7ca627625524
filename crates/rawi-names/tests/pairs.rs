//! The pairs of `pairs/`, five sets by five occasions (each file says which): each pair is an archive of two forms, and one source or two.
//! The rules were improved on all of them: what the sets show is what must not get worse, and not how good the rules are on others.
//! The kind, which records have and the table has not, is guessed from the words; rows about bodies say so themselves.

use rawi::record::Kind;
use rawi_names::{Form, Name, identify, read_phrase};
use std::collections::BTreeMap;

fn form(name: &str, role: &str, case: &str) -> Form {
    let phrase = read_phrase(name);
    let kind = if case == "organization" && phrase.kind == Kind::Person { Kind::Organization } else { phrase.kind };
    let role = Some(role.to_owned()).filter(|r| !r.is_empty()).or(phrase.role);
    // a body keeps every word of its name
    let name = if kind == Kind::Person { phrase.name } else { name.to_owned() };
    Form { name, role, kind, documents: 1, ..Form::default() }
}

#[test]
fn blind_pairs_of_names() {
    check(include_str!("pairs/blind.tsv"));
}

#[test]
fn pairs_of_names_with_offices() {
    check(include_str!("pairs/offices.tsv"));
}

#[test]
fn pairs_of_names() {
    check(include_str!("pairs/pairs.tsv"));
}

#[test]
fn fresh_pairs_of_names() {
    check(include_str!("pairs/fresh.tsv"));
}

#[test]
fn foreign_pairs_of_names() {
    check(include_str!("pairs/foreign.tsv"));
}

fn check(table: &str) {
    let mut cases: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut wrong, mut joined) = (Vec::new(), Vec::new());
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [a, role_a, b, role_b, verdict, case] = cells[..] else { panic!("six columns: {line}") };
        let forms = [form(a, role_a, case), form(b, role_b, case)];
        let found = identify(&forms, &[]);
        let same = found.lead[0].is_some() && found.lead[0] == found.lead[1];
        let right = same == (verdict == "same");
        let count = cases.entry(case).or_default();
        count.0 += usize::from(right);
        count.1 += 1;
        if !right {
            let reason = found.joins.iter().flatten().next().map_or(String::new(), |j| j.reason.to_string());
            let told = format!("{case}: {a} | {role_a} || {b} | {role_b}: {verdict} {reason}");
            if same && forms.iter().all(|f| Name::new(&f.name).is_full()) {
                joined.push(told.clone());
            }
            wrong.push(told);
        }
    }
    let (right, all) = cases.values().fold((0, 0), |s, c| (s.0 + c.0, s.1 + c.1));
    let accuracy = right as f64 / all as f64;
    println!("accuracy {accuracy:.3} ({right} of {all}), different full names joined: {}", joined.len());
    cases.iter().for_each(|(case, (right, all))| println!("  {case}: {right} of {all}"));
    assert!(joined.is_empty(), "different full names joined: {joined:#?}");
    assert!(accuracy >= 0.92, "accuracy {accuracy:.3}: {wrong:#?}");
    println!("{wrong:#?}");
}
