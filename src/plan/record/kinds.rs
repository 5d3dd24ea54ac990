//! The macro that makes a table of record kinds into the types and functions that treat all kinds alike.

/// Makes [`Change`](super::Change), [`Record`](super::Record), [`Dossier`](crate::plan::Dossier) and
/// [`Office`](crate::plan::Office) from a table with a row for each kind of record, those of plans before those of the
/// office, which belong to no plan, with a `;` in between. A row gives, in this order:
///
/// * the name of the kind; in the journal it is the same in kebab case;
/// * in brackets, the plan, for a record of a whole plan;
/// * in parentheses, the key: its [`Owner`](super::Owner) first, for a record of an item, and what else tells records
///   apart; for a record of the office, its one name;
/// * `value`, which implements [`InWords`](super::InWords), and the `list` of the dossier that keeps it by its key;
/// * `storage`, the number by which the state on disk knows the kind: never changed, and never used for another;
/// * `act`, which the person must be allowed to do who changes such a record;
/// * `sealed`, for one of a plan: whether closing a period closes the records of that period or year as well.
macro_rules! records {
    (
        $(
            $(#[$doc:meta])*
            $Kind:ident $([$plan:ident: $PlanId:ty])? ($($key:ident: $Key:ty),+) {
                value: $Value:ty, list: $list:ident, storage: $storage:literal, act: $act:ident,
                sealed: $sealed:literal $(,)?
            }
        )+
        ;
        $(
            $(#[$of_office:meta])*
            $Own:ident($name:ident: $Name:ty) {
                value: $OwnValue:ty, list: $own:ident, storage: $own_storage:literal, act: $own_act:ident $(,)?
            }
        )+
    ) => {
        /// One change of one record.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "record", rename_all = "kebab-case")]
        pub enum Change {
            /// A plan's text: imported, or replaced by another edition.
            Plan {
                /// The plan.
                plan: PlanId,
                /// Its text before and after.
                #[serde(flatten)]
                edit: Edit<Arc<Plan>>,
            },
            $(
                $(#[$doc])*
                $Kind {
                    $(
                        /// The plan.
                        $plan: $PlanId,
                    )?
                    $(
                        /// A part of the record's key.
                        $key: $Key,
                    )+
                    /// The record before and after.
                    #[serde(flatten)]
                    edit: Edit<$Value>,
                },
            )+
            $(
                $(#[$of_office])*
                $Own {
                    /// The record's key.
                    $name: $Name,
                    /// The record before and after.
                    #[serde(flatten)]
                    edit: Edit<$OwnValue>,
                },
            )+
        }

        /// The record that a change is about: two changes that are about the same one build on each other.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Record {
            /// A plan's text.
            Plan(PlanId),
            $( $(#[$doc])* $Kind($($PlanId,)? $($Key),+), )+
            $( $(#[$of_office])* $Own($Name), )+
        }

        /// A plan, and what was entered for its items.
        #[derive(Debug, Clone)]
        pub struct Dossier {
            /// The plan in force on the dossier's day: the printed text and what is laid over it. Derived, and never stored.
            pub plan: Arc<Plan>,
            /// The text as the document says it.
            pub printed: Arc<Plan>,
            /// The day as of which the plan and its departments are in force. Never stored.
            pub(in crate::plan) day: Date,
            /// The departments by whose names it is understood. Those of the store, and never stored here.
            pub(in crate::plan) departments: Arc<Departments>,
            /// The departments in force of each task that names one by a former name. Derived, and never stored.
            pub(in crate::plan) divisions: BTreeMap<ItemId, Division>,
            /// The rules of its lights. Those of the store's settings, and never stored here.
            pub(in crate::plan) light_rules: LightRules,
            $( $(#[$doc])* pub $list: BTreeMap<($($Key),+), $Value>, )+
        }

        /// The entries of the office that belong to no plan.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Office {
            $( $(#[$of_office])* pub $own: BTreeMap<$Name, $OwnValue>, )+
        }

        impl Record {
            /// Returns the plan that the record belongs to, unless it is one of the office.
            pub fn plan(&self) -> Option<&PlanId> {
                match self {
                    Record::Plan(plan) => Some(plan),
                    $( Record::$Kind($($plan,)? $($key),+) => Some(plan_of!([$($plan)?] $($key)+)), )+
                    $( Record::$Own(_) => None, )+
                }
            }

            /// Returns the item that the record is about, unless it is about a whole plan.
            pub fn item(&self) -> Option<&ItemId> {
                match self {
                    Record::Plan(_) $( | Record::$Own(_) )+ => None,
                    $( Record::$Kind($($plan,)? $($key),+) => item_of!([$($plan)?] $($key)+), )+
                }
            }

            /// Returns what tells the record apart from the others of its kind in its plan.
            pub fn key(&self) -> Vec<KeyPart<'_>> {
                match self {
                    Record::Plan(_) => Vec::new(),
                    $( Record::$Kind($($plan,)? $($key),+) => vec![$($key.into()),+], )+
                    $( Record::$Own(name) => vec![name.into()], )+
                }
            }

            /// Returns the act that it takes to change the record.
            pub fn act(&self) -> Act {
                match self {
                    Record::Plan(_) => Act::Import,
                    $( Record::$Kind(..) => Act::$act, )+
                    $( Record::$Own(_) => Act::$own_act, )+
                }
            }

            /// Returns the number of the record's kind in the state on disk. A plan's text is kept in other ways.
            pub fn storage(&self) -> Option<u8> {
                match self {
                    Record::Plan(_) => None,
                    $( Record::$Kind(..) => Some($storage), )+
                    $( Record::$Own(_) => Some($own_storage), )+
                }
            }

            /// Returns true if a closed period closes records of this kind.
            fn is_sealed(&self) -> bool {
                match self {
                    Record::Plan(_) $( | Record::$Own(_) )+ => false,
                    $( Record::$Kind(..) => $sealed, )+
                }
            }
        }

        impl Change {
            /// Returns the record that this changes.
            pub fn record(&self) -> Record {
                match self {
                    Change::Plan { plan, .. } => Record::Plan(plan.clone()),
                    $( Change::$Kind { $($plan,)? $($key,)+ .. } => {
                        Record::$Kind($(Clone::clone($plan),)? $(Clone::clone($key)),+)
                    } )+
                    $( Change::$Own { $name, .. } => Record::$Own($name.clone()), )+
                }
            }

            /// Returns the plan whose dossier this changes; `None` for a record of the office.
            pub fn plan(&self) -> Option<&PlanId> {
                match self {
                    Change::Plan { plan, .. } => Some(plan),
                    $( Change::$Kind { $($plan,)? $($key,)+ .. } => Some(plan_of!([$($plan)?] $($key)+)), )+
                    $( Change::$Own { .. } => None, )+
                }
            }

            /// Returns the item that this changes, unless it is about a whole plan.
            pub fn item(&self) -> Option<&ItemId> {
                match self {
                    Change::Plan { .. } $( | Change::$Own { .. } )+ => None,
                    $( Change::$Kind { $($plan,)? $($key,)+ .. } => item_of!([$($plan)?] $($key)+), )+
                }
            }

            /// Returns true if the change has no effect.
            pub fn is_idle(&self) -> bool {
                match self {
                    Change::Plan { edit, .. } => edit.is_idle(),
                    $( Change::$Kind { edit, .. } => edit.is_idle(), )+
                    $( Change::$Own { edit, .. } => edit.is_idle(), )+
                }
            }

            /// Returns the change that takes this one back.
            pub fn inverse(self) -> Change {
                match self {
                    Change::Plan { plan, edit } => Change::Plan { plan, edit: edit.inverse() },
                    $( Change::$Kind { $($plan,)? $($key,)+ edit } => {
                        Change::$Kind { $($plan,)? $($key,)+ edit: edit.inverse() }
                    } )+
                    $( Change::$Own { $name, edit } => Change::$Own { $name, edit: edit.inverse() }, )+
                }
            }

            /// Returns the record as the state on disk keeps it: a JSON array of its key and its value. There is none
            /// for a record that goes, and none for a plan's text.
            ///
            /// # Errors
            /// When a value can't be written as JSON.
            pub fn stored(&self) -> serde_json::Result<Option<Vec<u8>>> {
                match self {
                    Change::Plan { .. } => Ok(None),
                    $( Change::$Kind { $($key,)+ edit, .. } => {
                        edit.after.as_ref().map(|after| serde_json::to_vec(&($($key,)+ after))).transpose()
                    } )+
                    $( Change::$Own { $name, edit } => {
                        edit.after.as_ref().map(|after| serde_json::to_vec(&($name, after))).transpose()
                    } )+
                }
            }

            /// Returns every field of the record in words, before and after the change.
            fn fields(&self, about: &About<'_>) -> [Vec<(&'static str, String)>; 2] {
                match self {
                    Change::Plan { edit, .. } => edit.fields(about),
                    $( Change::$Kind { edit, .. } => edit.fields(about), )+
                    $( Change::$Own { edit, .. } => edit.fields(about), )+
                }
            }
        }

        /// Compares without derived values.
        impl PartialEq for Dossier {
            fn eq(&self, other: &Self) -> bool {
                self.printed == other.printed $(&& self.$list == other.$list)+
            }
        }

        impl Dossier {
            /// Makes a dossier in which nothing has been entered yet.
            pub fn new(printed: Arc<Plan>) -> Self {
                let (departments, divisions, light_rules) = Default::default();
                Dossier {
                    plan: Arc::clone(&printed),
                    printed,
                    day: Date::MAX,
                    departments,
                    divisions,
                    light_rules,
                    $( $list: BTreeMap::new(), )+
                }
            }

            /// Returns the changes that make what was entered in `before` into what was entered in `after`, in the
            /// order of the table; those of the text are left out.
            pub fn entries_between(plan: &PlanId, before: Option<&Dossier>, after: Option<&Dossier>) -> Vec<Change> {
                let mut changes = Vec::new();
                $(
                    for (key, edit) in edits(before.map(|d| &d.$list), after.map(|d| &d.$list)) {
                        let ($($key),+) = key;
                        changes.push(Change::$Kind { $($plan: plan.clone(),)? $($key,)+ edit });
                    }
                )+
                changes
            }

            /// Takes in a record that [`Change::stored`] wrote, by the number of its kind. After the last one the plan in
            /// force is to be [settled](Dossier::settle).
            ///
            /// # Errors
            /// [`Unreadable`] when there is no such kind, or the record is none of it.
            pub fn take_in(&mut self, storage: u8, json: &[u8]) -> Result<(), Unreadable> {
                match storage {
                    $( $storage => {
                        let ($($key,)+ value): ($($Key,)+ $Value) = serde_json::from_slice(json).map_err(|_| Unreadable)?;
                        // All that is known of a plan shares the text of its identity.
                        share_plan!(self.plan.id, [$($plan)?] $($key)+);
                        self.$list.insert(($($key),+), value);
                    } )+
                    _ => return Err(Unreadable),
                }
                Ok(())
            }

            /// Applies a change of what was entered.
            ///
            /// # Errors
            /// [`Unfit`] when the record is not as the change says it was, and for a change of the text.
            pub(in crate::plan) fn enter(&mut self, change: &Change) -> Result<(), Unfit> {
                match change {
                    Change::Plan { .. } $( | Change::$Own { .. } )+ => Err(Unfit),
                    $( Change::$Kind { $($key,)+ edit, .. } => {
                        edit.apply(&mut self.$list, ($(Clone::clone($key)),+))
                    } )+
                }
            }
        }

        impl Office {
            /// Returns the changes that make what the office entered in `before` into what it entered in `after`.
            pub fn entries_between(before: &Office, after: &Office) -> Vec<Change> {
                let mut changes = Vec::new();
                $(
                    for ($name, edit) in edits(Some(&before.$own), Some(&after.$own)) {
                        changes.push(Change::$Own { $name, edit });
                    }
                )+
                changes
            }

            /// Takes in a record that [`Change::stored`] wrote, by the number of its kind.
            ///
            /// # Errors
            /// [`Unreadable`] when there is no such kind, or the record is none of it.
            pub fn take_in(&mut self, storage: u8, json: &[u8]) -> Result<(), Unreadable> {
                match storage {
                    $( $own_storage => {
                        let (name, value): ($Name, $OwnValue) = serde_json::from_slice(json).map_err(|_| Unreadable)?;
                        self.$own.insert(name, value);
                    } )+
                    _ => return Err(Unreadable),
                }
                Ok(())
            }

            /// Applies a change of what the office entered.
            ///
            /// # Errors
            /// [`Unfit`] when the record is not as the change says it was, and for a change of a plan.
            pub(in crate::plan) fn enter(&mut self, change: &Change) -> Result<(), Unfit> {
                match change {
                    Change::Plan { .. } $( | Change::$Kind { .. } )+ => Err(Unfit),
                    $( Change::$Own { $name, edit } => edit.apply(&mut self.$own, $name.clone()), )+
                }
            }
        }
    };
}

/// The plan of a record: named by itself, or by what its key begins with.
macro_rules! plan_of {
    ([$plan:ident] $($key:ident)+) => {
        $plan
    };
    ([] $owner:ident $($key:ident)*) => {
        Owner::plan($owner)
    };
}

/// The item that a record is about, unless it is about a whole plan.
macro_rules! item_of {
    ([$plan:ident] $($key:ident)+) => {
        None
    };
    ([] $owner:ident $($key:ident)*) => {
        Owner::item($owner)
    };
}

/// Lets the first part of a key share the text of its plan's identity.
macro_rules! share_plan {
    ($id:expr, [$plan:ident] $($key:ident)+) => {};
    ($id:expr, [] $owner:ident $($key:ident)*) => {
        let $owner = Owner::within($owner, &$id);
    };
}

pub(super) use {item_of, plan_of, records, share_plan};
