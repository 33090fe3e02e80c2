//! The scope that a route needs, as a type: `caller: Scoped<Log>`.

use std::{future::Future, marker::PhantomData, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use schemas::identity::Scope;
use service::http::{bearer::Credential, problem::Problem};

use crate::caller::{Caller, Door, identify};

/// A scope that routes declare.
pub trait RouteScope: 'static {
    /// What a coach needs a grant of, and a script a token with.
    const SCOPE: Scope;
}

/// Templates, exercises, progressions, goals.
#[derive(Debug, Clone, Copy)]
pub enum Plan {}
/// Schedules and what stands on their days.
#[derive(Debug, Clone, Copy)]
pub enum Schedule {}
/// What really happened in training.
#[derive(Debug, Clone, Copy)]
pub enum Log {}
/// Meal plans and supplement plans, and what was eaten and taken.
#[derive(Debug, Clone, Copy)]
pub enum Nutrition {}
/// Measurements of the body.
#[derive(Debug, Clone, Copy)]
pub enum Measurements {}

impl RouteScope for Plan {
    const SCOPE: Scope = Scope::Plan;
}

impl RouteScope for Schedule {
    const SCOPE: Scope = Scope::Schedule;
}

impl RouteScope for Log {
    const SCOPE: Scope = Scope::Log;
}

impl RouteScope for Nutrition {
    const SCOPE: Scope = Scope::Nutrition;
}

impl RouteScope for Measurements {
    const SCOPE: Scope = Scope::Measurements;
}

/// A [`Caller`] who may also be a coach of the subject under a grant of this scope, or a script with
/// a token of this scope. A route that takes a bare [`Caller`] takes the person in person alone.
#[derive(Debug, Clone)]
pub struct Scoped<S> {
    caller: Caller,
    scope: PhantomData<S>,
}

impl<S> Scoped<S> {
    /// The caller, where the scope no longer matters.
    pub fn into_caller(self) -> Caller {
        self.caller
    }
}

impl<S> Deref for Scoped<S> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl<S: RouteScope> FromRequest for Scoped<S> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let credential = Credential::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let caller = identify(&request, credential.await?, Door::Scope(S::SCOPE)).await?;
            Ok(Self { caller, scope: PhantomData })
        })
    }
}

/// A [`Caller`] whose e-mail address need not be confirmed, whatever the settings say: for the way
/// to confirming it.
#[derive(Debug, Clone)]
pub struct Newcomer(pub Caller);

impl FromRequest for Newcomer {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let credential = Credential::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move { Ok(Self(identify(&request, credential.await?, Door::Newcomer).await?)) })
    }
}
