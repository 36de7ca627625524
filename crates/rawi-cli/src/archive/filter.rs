//! The query of a command: its words, and the flags that say the same as filters in it.

use rawi_archive::{Filters, Query};

use crate::args;
use crate::report::Stop;

/// The words and the flags as one query.
pub fn query(words: &[String], flags: &args::Filters) -> Result<Query, Stop> {
    let query = Query::parse(&words.join(" ")).map_err(|e| Stop::Usage(e.to_string()))?;
    let flags = flags.clone();
    let filters = Filters {
        speaker: flags.speaker,
        role: flags.role,
        kind: flags.kind,
        addressee: flags.addressee,
        via: flags.via,
        act: flags.act,
        types: flags.kinds,
        outlet: flags.outlet,
        from: flags.from,
        to: flags.to,
        min_confidence: flags.min_confidence,
    };
    filters.and(query).map_err(|e| Stop::Usage(format!("--{e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_filters() {
        let words = ["الاتفاق".to_owned(), "-نووي".to_owned()];
        let flags = args::Filters { kinds: vec!["direct".into()], from: Some("2015-07".into()), ..args::Filters::default() };
        assert_eq!(query(&words, &flags).expect("a query").to_string(), "الاتفاق -نووي type:direct from:2015-07-01");
        let flags = args::Filters { from: Some("أمس".into()), ..args::Filters::default() };
        let Err(Stop::Usage(what)) = query(&words, &flags) else { panic!("no date") };
        assert_eq!(what, "--from: found \"أمس\", expected a day, month or year: 2015-07-01, 2015-07, 2015");
    }
}
