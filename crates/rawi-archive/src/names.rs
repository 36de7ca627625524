//! What the names in an archive count as: a name as whom it means, a role as itself, whoever has it.

use std::collections::HashMap;

use rawi_search::Facet;

/// What names count as.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// For every name that is joined to another identity's lead, that lead.
    pub leads: HashMap<u64, u64>,
    /// For every name with a role, the first name with that role.
    pub roles: HashMap<u64, u64>,
}

impl Names {
    /// What a name counts as in a facet; None where it counts for nothing.
    pub fn meant(&self, facet: Facet, name: u64) -> Option<u64> {
        match facet {
            Facet::Role => self.roles.get(&name).copied(),
            _ => Some(self.leads.get(&name).copied().unwrap_or(name)),
        }
    }
}
