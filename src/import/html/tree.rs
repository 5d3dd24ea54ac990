//! The tree of a page: elements and texts, nested according to the HTML standard.
//!
//! The parser corrects all errors, so every page gives a tree. It is fed in small pieces, and parsing stops if a page
//! is nested more deeply or contains more nodes than a real one.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, QualName, parse_document};

use super::super::package::PackageError;

/// The maximum depth of nesting.
const DEEPEST: usize = 300;
/// The maximum number of nodes: about ten times those of a plan of 500 pages.
const MOST_NODES: usize = 300_000;
/// The size in bytes of the pieces fed to the parser; the limits are checked after each.
const PIECE: usize = 1 << 10;

/// The content of a node.
#[derive(Debug)]
pub enum Content {
    /// An element with its lower-case name and its attributes.
    Element(String, Vec<(String, String)>),
    /// Text.
    Text(String),
    /// The page itself, and nodes without text: comments, templates.
    Other,
}

/// A node of a tree.
#[derive(Debug)]
pub struct Node {
    parent: Option<usize>,
    /// The child nodes, as indices.
    pub children: Vec<usize>,
    /// The content.
    pub content: Content,
}

/// The tree of a page. Its first node is the page itself.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses a page.
    ///
    /// # Errors
    /// Fails if it is nested too deeply or has too many nodes.
    pub fn parse(page: &str) -> Result<Tree, PackageError> {
        let mut parser = parse_document(Builder::default(), html5ever::ParseOpts::default());
        let mut rest = page;
        while !rest.is_empty() {
            let piece = rest.get(..rest.floor_char_boundary(PIECE)).unwrap_or(rest);
            rest = &rest[piece.len()..];
            parser.process(piece.into());
            let built = &parser.tokenizer.sink.sink;
            if built.depth.get() > DEEPEST || built.nodes.borrow().len() > MOST_NODES {
                return Err(PackageError::Harmful(String::new()));
            }
        }
        Ok(parser.finish())
    }

    /// Returns a node by its index.
    pub fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// Returns the name of an element; empty for other nodes.
    pub fn name(&self, at: usize) -> &str {
        match self.node(at).map(|node| &node.content) {
            Some(Content::Element(name, _)) => name,
            _ => "",
        }
    }

    /// Returns the child nodes of a node.
    pub fn children(&self, at: usize) -> &[usize] {
        self.node(at).map_or(&[], |node| &node.children)
    }

    /// Returns an attribute of an element.
    pub fn attribute(&self, at: usize, name: &str) -> Option<&str> {
        match self.node(at).map(|node| &node.content) {
            Some(Content::Element(_, attributes)) => {
                attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
            }
            _ => None,
        }
    }

    /// Returns the number of rows or columns that a cell spans.
    pub fn span(&self, at: usize, name: &str) -> usize {
        self.attribute(at, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1).clamp(1, 200)
    }

    /// Returns the descendants with a name, except those inside of one another.
    pub fn all(&self, at: usize, name: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open: Vec<usize> = self.children(at).iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            if self.name(at) == name {
                found.push(at);
            } else {
                open.extend(self.children(at).iter().rev());
            }
        }
        found
    }

    /// Returns the parent of a node.
    pub fn parent(&self, at: usize) -> Option<usize> {
        self.node(at)?.parent
    }

    /// Returns all text in a node, unprocessed.
    pub fn text(&self, at: usize) -> String {
        self.shown_text(at, &[])
    }

    /// Returns the text in a node, unprocessed, without the text of elements with some names.
    pub fn shown_text(&self, at: usize, unshown: &[&str]) -> String {
        let mut text = String::new();
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            if unshown.contains(&self.name(at)) {
                continue;
            }
            if let Some(Content::Text(words)) = self.node(at).map(|node| &node.content) {
                text.push_str(words);
            }
            open.extend(self.children(at).iter().rev());
        }
        text
    }
}

/// A reference to a node for the parser.
#[derive(Debug, Clone)]
struct Handle {
    at: usize,
    name: Rc<QualName>,
}

/// Builds a tree on instructions of the parser.
struct Builder {
    nodes: RefCell<Vec<Node>>,
    depth: std::cell::Cell<usize>,
    none: Rc<QualName>,
}

impl Default for Builder {
    fn default() -> Self {
        let page = Node { parent: None, children: Vec::new(), content: Content::Other };
        let none = Rc::new(QualName::new(None, html5ever::ns!(), html5ever::local_name!("")));
        Builder { nodes: RefCell::new(vec![page]), depth: std::cell::Cell::new(0), none }
    }
}

impl Builder {
    fn add(&self, content: Content, name: Rc<QualName>) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, children: Vec::new(), content });
        Handle { at: nodes.len() - 1, name }
    }

    /// Inserts a node or text into the children of a parent, before the child at an index.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<Handle>) {
        let mut nodes = self.nodes.borrow_mut();
        let place = place.unwrap_or_else(|| nodes.get(parent).map_or(0, |node| node.children.len()));
        let at = match child {
            NodeOrText::AppendNode(child) => child.at,
            NodeOrText::AppendText(text) => {
                let before = place.checked_sub(1).and_then(|n| nodes.get(parent)?.children.get(n)).copied();
                if let Some(Content::Text(words)) = before.and_then(|n| nodes.get_mut(n)).map(|node| &mut node.content)
                {
                    words.push_str(&text);
                    return;
                }
                nodes.push(Node { parent: None, children: Vec::new(), content: Content::Text(text.to_string()) });
                nodes.len() - 1
            }
        };
        if let Some(node) = nodes.get_mut(at) {
            node.parent = Some(parent);
        }
        if let Some(node) = nodes.get_mut(parent) {
            node.children.insert(place.min(node.children.len()), at);
        }
        let above = |at: &usize| nodes.get(*at).and_then(|node| node.parent);
        let depth = std::iter::successors(Some(at), above).take(DEEPEST + 2).count();
        self.depth.set(self.depth.get().max(depth));
    }

    /// Returns the parent of a node, and its index there; searched from the end, where the parser works.
    fn place(&self, at: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes.get(at)?.parent?;
        let place = nodes.get(parent)?.children.iter().rposition(|child| *child == at)?;
        Some((parent, place))
    }
}

impl TreeSink for Builder {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { at: 0, name: Rc::clone(&self.none) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let text = |attribute: Attribute| (attribute.name.local.to_lowercase(), attribute.value.to_string());
        let content = Content::Element(name.local.to_lowercase(), attributes.into_iter().map(text).collect());
        self.add(content, Rc::new(name))
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.add(Content::Other, Rc::clone(&self.none))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.add(Content::Other, Rc::clone(&self.none))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.at, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        if self.place(element.at).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // The content of a template is not shown: it is added to a node outside of the tree.
    fn get_template_contents(&self, _: &Handle) -> Handle {
        self.add(Content::Other, Rc::clone(&self.none))
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.at == other.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some((parent, place)) = self.place(sibling.at) {
            self.insert(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        let Some((parent, place)) = self.place(target.at) else { return };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(parent) {
            node.children.remove(place);
        }
        if let Some(node) = nodes.get_mut(target.at) {
            node.parent = None;
        }
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes.get_mut(node.at).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in &children {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(parent.at);
            }
        }
        if let Some(parent) = nodes.get_mut(parent.at) {
            parent.children.extend(children);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_nested_as_browsers_nest_it() {
        let tree = Tree::parse("<p>甲<p>乙<table><tr><td>丙<td rowspan=2>丁</table>").unwrap();
        assert_eq!(tree.all(0, "p").len(), 2);
        let cells = tree.all(0, "td");
        assert_eq!((tree.text(cells[0]), tree.span(cells[1], "rowspan")), ("丙".to_string(), 2));
    }

    #[test]
    fn pages_that_no_person_wrote_are_refused() {
        for page in [
            "<div>".repeat(200_000),
            "<table><tr><td>".repeat(100_000),
            "<b>".repeat(200_000),
            (0..200_000).map(|n| format!("<font size={n}><p>")).collect(),
            "<i></i>".repeat(310_000),
        ] {
            assert!(Tree::parse(&page).is_err(), "{}", &page[..12]);
        }
    }
}
