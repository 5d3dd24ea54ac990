//! A list whose copies share their items until one of them changes an item.
//!
//! The plan in force is the printed plan with a few fields changed ([`overlay`](super::overlay)). As a copy it costs a
//! pointer for each item, and memory only for the items that differ.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::slice;
use std::sync::Arc;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// The most items for which room is made before they are read, whatever length a file claims.
const MOST_AHEAD: usize = 1 << 12;

/// A list of items that copies of it share. To change an item copies it if another list has it as well.
///
/// In files it is a list like any other.
#[derive(Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct SharedList<T>(Vec<Arc<T>>);

/// The items of a list, in its order.
pub type Iter<'a, T> = std::iter::Map<slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<T> SharedList<T> {
    /// Returns a list without items.
    pub const fn new() -> Self {
        SharedList(Vec::new())
    }

    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if there are no items.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the items in their order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(Arc::as_ref)
    }

    /// Returns the item at a place.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.0.get(place).map(Arc::as_ref)
    }

    /// Returns the first item.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// Adds an item behind the others.
    pub fn push(&mut self, item: impl Into<Arc<T>>) {
        self.0.push(item.into());
    }

    /// Puts an item at a place, before those that stood there and after it.
    ///
    /// # Panics
    /// When the place is beyond the end.
    pub fn insert(&mut self, place: usize, item: impl Into<Arc<T>>) {
        self.0.insert(place, item.into());
    }

    /// Takes an item out.
    ///
    /// # Panics
    /// When there is none at the place.
    pub fn remove(&mut self, place: usize) -> Arc<T> {
        self.0.remove(place)
    }

    /// Keeps the items for which a condition holds.
    pub fn retain(&mut self, mut holds: impl FnMut(&T) -> bool) {
        self.0.retain(|item| holds(item));
    }
}

impl<T: Clone> SharedList<T> {
    /// Returns all items to be changed. Those that other lists have as well are copied.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// Returns the last item to be changed. It is copied if another list has it as well.
    pub fn last_mut(&mut self) -> Option<&mut T> {
        self.0.last_mut().map(Arc::make_mut)
    }

    /// Returns the first item for which a condition holds, to be changed. It alone is copied, if another list has it.
    pub fn find_mut(&mut self, holds: impl FnMut(&T) -> bool) -> Option<&mut T> {
        let place = self.iter().position(holds)?;
        self.0.get_mut(place).map(Arc::make_mut)
    }
}

impl<T> Clone for SharedList<T> {
    fn clone(&self) -> Self {
        SharedList(self.0.clone())
    }
}

impl<T> Default for SharedList<T> {
    fn default() -> Self {
        SharedList::new()
    }
}

impl<T> Index<usize> for SharedList<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        &self.0[place]
    }
}

/// Copies the item if another list has it as well.
impl<T: Clone> IndexMut<usize> for SharedList<T> {
    fn index_mut(&mut self, place: usize) -> &mut T {
        Arc::make_mut(&mut self.0[place])
    }
}

impl<T> Extend<T> for SharedList<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.0.extend(items.into_iter().map(Arc::new));
    }
}

impl<T> FromIterator<T> for SharedList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        SharedList(items.into_iter().map(Arc::new).collect())
    }
}

impl<T> From<Vec<T>> for SharedList<T> {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<'a, T> IntoIterator for &'a SharedList<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for SharedList<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(OneByOne(PhantomData))
    }
}

/// Puts each item where it stays as soon as it is read.
struct OneByOne<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneByOne<T> {
    type Value = SharedList<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<SharedList<T>, A::Error> {
        let mut list = Vec::with_capacity(items.size_hint().unwrap_or(0).min(MOST_AHEAD));
        while let Some(item) = items.next_element()? {
            list.push(Arc::new(item));
        }
        Ok(SharedList(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_shares_all_items_but_the_one_that_was_changed() {
        let list: SharedList<String> = ["一", "二", "三"].map(String::from).to_vec().into();
        let mut copy = list.clone();
        copy.find_mut(|item| item == "二").unwrap().push('改');
        copy[2].push('改');
        let is_shared: Vec<bool> = list.iter().zip(&copy).map(|(one, other)| std::ptr::eq(one, other)).collect();
        assert_eq!(is_shared, [true, false, false]);
        assert_eq!(list.iter().collect::<Vec<_>>(), ["一", "二", "三"]);
        assert_eq!(copy.iter().collect::<Vec<_>>(), ["一", "二改", "三改"]);
    }

    #[test]
    fn in_files_it_is_a_list_like_any_other() {
        let list: SharedList<u32> = vec![3, 1].into();
        assert_eq!(serde_json::to_string(&list).unwrap(), "[3,1]");
        assert_eq!(serde_json::from_str::<SharedList<u32>>("[3,1]").unwrap(), list);
    }
}
