//! What the names in an archive count as: a name as whom it means, a role as itself, whoever has it.
//! Worked out once and kept until who is who is decided anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rawi_search::Facet;
use rusqlite::Connection;

use crate::error::ErrorKind;
use crate::identity;

/// What names count as.
#[derive(Debug, Default)]
pub(crate) struct Names {
    leads: HashMap<u64, u64>,
    /// For every name with a role, the first name with that role.
    roles: HashMap<u64, u64>,
}

impl Names {
    /// What a name counts as in a facet; None where it counts for nothing.
    pub fn meant(&self, facet: Facet, name: u64) -> Option<u64> {
        match facet {
            Facet::Role => self.roles.get(&name).copied(),
            _ => Some(self.leads.get(&name).copied().unwrap_or(name)),
        }
    }

    fn load(db: &Connection) -> Result<Self, ErrorKind> {
        let mut rows = db.prepare_cached("SELECT id, first_value(id) OVER (PARTITION BY role ORDER BY id) FROM forms WHERE role <> ''")?;
        let roles = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Self { leads: identity::leads(db)?, roles })
    }
}

/// The names of an archive, shared by all that read it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared(Arc<Mutex<Option<(Moment, Arc<Names>)>>>);

/// When names were worked out: what is settled, and the last name that there was.
type Moment = (i64, i64);

impl Shared {
    /// The names as they are now.
    pub fn get(&self, db: &Connection) -> Result<Arc<Names>, ErrorKind> {
        let mut moment =
            db.prepare_cached("SELECT value, (SELECT coalesce(max(id), 0) FROM forms) FROM counters WHERE name = 'settled'")?;
        let moment: Moment = moment.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, names)) if *known == moment => Ok(Arc::clone(names)),
            _ => {
                let names = Arc::new(Names::load(db)?);
                *kept = Some((moment, Arc::clone(&names)));
                Ok(names)
            }
        }
    }
}
