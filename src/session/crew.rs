//! Work that other workers can do: networks of a recipe, and networks of a sweep. Each is an [`Errand`] with all that it
//! needs, so that those who carry it out share nothing, and the same bits come of it whoever does.
//!
//! A shell that has other workers asks [`Session::hand_out`] for as long as one of them is free, tells what it hears of them by
//! [`Session::hears`] and [`Session::take_back`], and ends those whose errand is no longer [`Session::expects`]ed.

use serde::{Deserialize, Serialize};

use super::Session;
use super::sweep::Sweep;
use crate::forecast::{MemberErrand, TrainedMember};
use crate::training::{Trial, TrialResult};

/// A network of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The target, by its place.
    pub target: usize,
    /// The network, by its place in the plan.
    pub network: usize,
}

/// Where an errand belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// To a run.
    Member {
        /// Its name in messages.
        run: u32,
        /// Which network.
        member: Member,
    },
    /// To a sweep.
    Trial {
        /// Its number.
        sweep: u32,
        /// Which trial.
        trial: usize,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Errand {
    /// Train a network of a recipe.
    Member(MemberErrand),
    /// Train a network of a sweep.
    Trial(Trial),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// The network.
    Member(TrainedMember),
    /// How good it is.
    Trial(TrialResult),
}

impl Errand {
    /// Does it. `share` hears after each step how much is done, from 0 to 1. `None` where it cannot be done.
    pub fn carry_out(self, share: &mut dyn FnMut(f64)) -> Option<Finding> {
        match self {
            Self::Member(errand) => errand.carry_out(share).map(Finding::Member),
            Self::Trial(trial) => trial.carry_out(share).map(Finding::Trial),
        }
    }
}

impl Session {
    /// Whether there may be something to hand out now or soon.
    pub fn wants_hands(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.wants_hands()) || self.sweep.is_some()
    }

    /// Something for another worker to do, and where it belongs.
    pub fn hand_out(&mut self) -> Option<(Place, Errand)> {
        if let Some(run) = self.run.as_mut().filter(|run| run.wants_hands()) {
            let (member, errand) = run.hand_out()?;
            return Some((Place::Member { run: run.name(), member }, Errand::Member(errand)));
        }
        self.sweep.as_mut().and_then(Sweep::hand_out)
    }

    /// Whether an errand is still waited for.
    pub fn expects(&self, place: Place) -> bool {
        match place {
            Place::Member { run, member } => {
                self.run.as_ref().is_some_and(|own| own.name() == run && own.expects(member))
            }
            Place::Trial { sweep, trial } => {
                self.sweep.as_ref().is_some_and(|own| own.number() == sweep && own.expects(trial))
            }
        }
    }

    /// How far somebody is with an errand, from 0 to 1.
    pub fn hears(&mut self, place: Place, share: f64) {
        match place {
            Place::Member { run, member } => {
                if let Some(own) = self.run_named(run) {
                    own.hears(member, share);
                }
            }
            Place::Trial { sweep, trial } => {
                if let Some(own) = self.sweep.as_mut().filter(|own| own.number() == sweep) {
                    own.hears(trial, share);
                }
            }
        }
    }

    /// Takes what came of an errand; `None`: nobody will do it, so it is done here.
    pub fn take_back(&mut self, place: Place, finding: Option<Finding>) {
        match place {
            Place::Member { run, member } => {
                let trained = match finding {
                    Some(Finding::Member(trained)) => Some(trained),
                    _ => None,
                };
                if let Some(own) = self.run_named(run) {
                    own.take_back(member, trained);
                }
            }
            Place::Trial { sweep, trial } => {
                let result = match finding {
                    Some(Finding::Trial(result)) => Some(result),
                    _ => None,
                };
                if let Some(own) = self.sweep.as_mut().filter(|own| own.number() == sweep) {
                    own.take_back(trial, result);
                }
            }
        }
    }
}
