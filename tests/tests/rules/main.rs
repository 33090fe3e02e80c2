//! The project's own rules: what may depend on what, under which licences, and documents that follow from the code.
//! No servers are needed. With `TT_UPDATE=1` the generated documents are written instead of compared.
#![cfg(test)]

mod compose;
mod dependency;
mod document;
mod licence;
mod repository;
mod workspace;
