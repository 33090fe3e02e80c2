//! Reads the input topics of all leased partitions of a service, on one thread, and puts the
//! records into the partitions' mailboxes. A partition that does not keep up is paused; it holds
//! up no other.

use std::{
    collections::{HashMap, VecDeque},
    sync::mpsc::{Receiver, Sender, TryRecvError, channel},
    time::Duration,
};

use kafka_client::{KafkaSettings, LogReader, LogRecord, ReadEvent, StartAt};
use schemas::{
    partition::Partition,
    topic::{Service, Topic},
};

use crate::{
    inbox::{Job, Mailbox},
    journal::Offsets,
};

/// How long one poll waits; also how soon an order or a stalled partition is looked at.
const POLL: Duration = Duration::from_millis(50);

enum Order<C, A> {
    Start { partition: Partition, epoch: u64, offsets: Offsets, mailbox: Mailbox<C, A> },
    Stop(Partition),
}

/// Orders to the feed's thread.
pub(crate) struct FeedControl<C, A>(Option<Sender<Order<C, A>>>);

impl<C, A> Clone for FeedControl<C, A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<C: Send + 'static, A: Send + 'static> FeedControl<C, A> {
    /// Starts the thread; a service without inputs needs none.
    pub(crate) fn spawn(settings: &KafkaSettings, service: Service, inputs: Vec<Topic>) -> std::io::Result<Self> {
        if inputs.is_empty() {
            return Ok(Self(None));
        }
        let (sender, orders) = channel();
        let settings = settings.clone();
        service::task::thread_named(&format!("feed-{}", service.name()), move || {
            let feed = Feed { service, inputs, orders, readers: HashMap::new() };
            feed.run(&settings);
        })?;
        Ok(Self(Some(sender)))
    }

    /// Reads the inputs of a partition from these offsets on, from the beginning where there is none.
    pub(crate) fn start(&self, partition: Partition, epoch: u64, offsets: Offsets, mailbox: Mailbox<C, A>) {
        self.send(Order::Start { partition, epoch, offsets, mailbox });
    }

    pub(crate) fn stop(&self, partition: Partition) {
        self.send(Order::Stop(partition));
    }

    fn send(&self, order: Order<C, A>) {
        if let Some(sender) = &self.0 {
            // the thread ends only after the last control is gone
            let _ = sender.send(order);
        }
    }
}

struct Addressee<C, A> {
    epoch: u64,
    mailbox: Mailbox<C, A>,
    /// Read already, while its mailbox was full; the partition is paused as long as any is here.
    held: VecDeque<LogRecord>,
}

struct Feed<C, A> {
    service: Service,
    inputs: Vec<Topic>,
    orders: Receiver<Order<C, A>>,
    readers: HashMap<Partition, Addressee<C, A>>,
}

impl<C, A> Feed<C, A> {
    fn run(mut self, settings: &KafkaSettings) {
        let mut reader = None;
        while let Some(orders) = self.next_orders() {
            for order in orders {
                let reader = match &mut reader {
                    Some(reader) => reader,
                    empty => match LogReader::new(settings, &format!("feed-{}", self.service.name())) {
                        Ok(new) => empty.insert(new),
                        Err(error) => {
                            tracing::error!(service = self.service.name(), cause = %error, "feed could not start");
                            return;
                        }
                    },
                };
                self.obey(reader, order);
            }
            if let Some(reader) = &mut reader {
                self.turn(reader);
            }
        }
    }

    /// What was ordered meanwhile; waits only when there is nothing to read. `None`: the end.
    fn next_orders(&self) -> Option<Vec<Order<C, A>>> {
        let mut orders = Vec::new();
        if self.readers.is_empty() {
            orders.push(self.orders.recv().ok()?);
        }
        loop {
            match self.orders.try_recv() {
                Ok(order) => orders.push(order),
                Err(TryRecvError::Empty) => return Some(orders),
                Err(TryRecvError::Disconnected) => return None,
            }
        }
    }

    fn obey(&mut self, reader: &mut LogReader, order: Order<C, A>) {
        let result = match order {
            Order::Start { partition, epoch, offsets, mailbox } => {
                self.readers.insert(partition, Addressee { epoch, mailbox, held: VecDeque::new() });
                let assignment: Vec<_> = self
                    .inputs
                    .iter()
                    .map(|topic| {
                        (*topic, partition, offsets.get(topic).map_or(StartAt::Beginning, |o| StartAt::Offset(*o)))
                    })
                    .collect();
                reader.assign(&assignment)
            }
            Order::Stop(partition) => match self.readers.remove(&partition) {
                Some(_) => reader.unassign(&self.all_of(partition)),
                None => Ok(()),
            },
        };
        if let Err(error) = result {
            tracing::error!(service = self.service.name(), cause = %error, "feed could not change its assignment");
        }
    }

    fn turn(&mut self, reader: &mut LogReader) {
        self.retry_held(reader);
        match reader.poll(POLL) {
            Ok(Some(ReadEvent::Record(record))) => self.deliver(reader, record),
            Ok(Some(ReadEvent::End { .. }) | None) => {}
            Err(error) => {
                tracing::error!(service = self.service.name(), cause = %error, "input could not be read");
                std::thread::sleep(POLL);
            }
        }
    }

    fn deliver(&mut self, reader: &LogReader, record: LogRecord) {
        let partition = record.partition;
        let Some(to) = self.readers.get_mut(&partition) else { return };
        if !to.held.is_empty() {
            to.held.push_back(record);
            return;
        }
        if let Err(Job::Record(_, record)) = to.mailbox.put(Job::Record(to.epoch, record)) {
            to.held.push_back(record);
            self.set_paused(reader, partition, true);
        }
    }

    fn retry_held(&mut self, reader: &LogReader) {
        let mut relieved = Vec::new();
        for (partition, to) in self.readers.iter_mut().filter(|(_, to)| !to.held.is_empty()) {
            while let Some(record) = to.held.pop_front() {
                if let Err(Job::Record(_, record)) = to.mailbox.put(Job::Record(to.epoch, record)) {
                    to.held.push_front(record);
                    break;
                }
            }
            if to.held.is_empty() {
                relieved.push(*partition);
            }
        }
        for partition in relieved {
            self.set_paused(reader, partition, false);
        }
    }

    fn set_paused(&self, reader: &LogReader, partition: Partition, paused: bool) {
        let topics = self.all_of(partition);
        let result = if paused { reader.pause(&topics) } else { reader.resume(&topics) };
        if let Err(error) = result {
            tracing::warn!(service = self.service.name(), cause = %error, "feed could not pause or resume");
        }
    }

    fn all_of(&self, partition: Partition) -> Vec<(Topic, Partition)> {
        self.inputs.iter().map(|topic| (*topic, partition)).collect()
    }
}
