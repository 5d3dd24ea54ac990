//! Liaison (分管领导、责任科室、联系人): who within the lead department answers for an item.

use serde::{Deserialize, Serialize};

use super::record::{About, InWords};
use super::{Dossier, ItemId};

/// The people and the section of the lead department that answer for a task or an indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Liaison {
    /// The leading official in charge (分管领导).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub official: Option<String>,
    /// The section that does the work (责任科室).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The person to ask, with the telephone number (联系人).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

impl Dossier {
    /// Returns who answers for an item; nobody where that was not entered.
    pub fn liaison(&self, item: &ItemId) -> Liaison {
        self.liaisons.get(item).cloned().unwrap_or_default()
    }

    /// Returns the person to ask about an item that a department leads: that of the item, else that of the department.
    pub fn contact(&self, item: &ItemId, department: &str) -> Option<String> {
        let of_item = self.liaisons.get(item).and_then(|liaison| liaison.contact.clone());
        of_item.or_else(|| self.departments.contact(department))
    }
}

impl InWords for Liaison {
    fn fields(liaison: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let liaison = liaison.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("分管领导", "official"), liaison.official.unwrap_or_default()),
            (name("责任科室", "section"), liaison.section.unwrap_or_default()),
            (name("联系人", "contact"), liaison.contact.unwrap_or_default()),
        ]
    }
}
