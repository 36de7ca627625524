//! Prints the sources of an archive, the most frequent first, each with its forms and why they belong to it.
//! Reads records (`rawi.statements/1`, JSON lines) from standard input: `rawi read --no-text … | cargo run --release -p rawi-names --example clusters`.
//! Not a tool for users: `rawi speakers` is.

use rawi::record::{Kind, Record};
use rawi_names::{Form, identify};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, Write};

/// Days since the year 0 of a date that begins with year, month and day; months count 31 days, which is near enough for gaps.
fn day(date: &str) -> Option<i32> {
    let mut parts = date.get(..10)?.split('-').map(|p| p.parse::<i32>().ok());
    let (y, m, d) = (parts.next()??, parts.next()??, parts.next()??);
    Some(y * 372 + m * 31 + d)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut found: BTreeMap<(String, Option<String>, Kind), Form> = BTreeMap::new();
    let mut outlets: HashMap<String, u32> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let record: Record = serde_json::from_str(&line?)?;
        let date = record.date.as_deref().and_then(day).or_else(|| day(&record.id));
        for s in record.speakers {
            let form = found.entry((s.name.clone(), s.role.clone(), s.kind)).or_insert_with(|| Form {
                name: s.name,
                role: s.role,
                kind: s.kind,
                ..Form::default()
            });
            form.documents += 1;
            if let Some(d) = date {
                form.days = Some(form.days.map_or((d, d), |(a, b)| (a.min(d), b.max(d))));
            }
            if let Some(o) = &record.outlet {
                let next = outlets.len() as u32;
                let number = *outlets.entry(o.clone()).or_insert(next);
                if !form.outlets.contains(&number) {
                    form.outlets.push(number);
                }
            }
        }
    }
    let forms: Vec<Form> = found.into_values().collect();
    let begin = std::time::Instant::now();
    let who = identify(&forms, &[]);
    eprintln!("{} forms in {:.2?}", forms.len(), begin.elapsed());
    let mut sources: HashMap<usize, Vec<usize>> = HashMap::new();
    for (form, lead) in who.lead.iter().enumerate() {
        if let Some(lead) = lead {
            sources.entry(*lead).or_default().push(form);
        }
    }
    let mut sources: Vec<(usize, Vec<usize>)> = sources.into_iter().collect();
    sources.sort_by_key(|(lead, forms)| (std::cmp::Reverse(forms.len()), *lead));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (lead, members) in sources {
        let names: BTreeSet<&str> = members.iter().map(|&f| forms[f].name.as_str()).collect();
        writeln!(out, "{} [{}] {} forms, {} names", forms[lead].name, forms[lead].kind, members.len(), names.len())?;
        for f in members {
            let (form, role) = (&forms[f], forms[f].role.as_deref().unwrap_or("-"));
            match &who.joins[f] {
                Some(j) => writeln!(
                    out,
                    "    {} | {role} | {} | {:.2} {} → {}",
                    form.name, form.documents, j.strength, j.reason, forms[j.to].name
                )?,
                None => writeln!(out, "    {} | {role} | {}", form.name, form.documents)?,
            }
        }
    }
    Ok(())
}
