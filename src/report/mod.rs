//! Reports: what is wrong or odd in the plans themselves ([`check`]), and plans side by side ([`compare`]).

pub mod check;
pub mod compare;
