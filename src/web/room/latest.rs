//! A state that is changed from where an older one is drawn.

use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::Reducible;

/// A state that each change finds as it is by then. A handle to a plain state knows only what was drawn, and within
/// [`Later`](crate::web::turns::Later) that may be of some changes ago.
#[derive(Clone, Default, PartialEq)]
pub struct Latest<T>(T);

impl<T: Clone + 'static> Reducible for Latest<T> {
    type Action = Box<dyn FnOnce(&mut T)>;

    fn reduce(self: Rc<Self>, change: Self::Action) -> Rc<Self> {
        let mut next = self.0.clone();
        change(&mut next);
        Rc::new(Self(next))
    }
}

impl<T> Deref for Latest<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
