export const connect = {
  connect: {
    connecting: 'Asking the server what has arrived',
    waiting: 'Waiting for the first event',
    waitingText: 'Send one with any of the ways below. This page notices it at once.',
    arrived: 'The first event is here',
    receiving: 'Events are arriving',
    receivedText_one: '{{exact}} event accepted so far.',
    receivedText_other: '{{exact}} events accepted so far.',
    toOverview: 'Go to the overview',
    send: 'Send an event',
    sendText:
      'Replace KEY by an API key with the scope events:write. Any customer and item id works; unknown ones are created.',
    sendReady: 'Ready to paste. Any customer and item id works; unknown ones are created.',
    browser: 'Browser',
    keys: 'Make a key',
    keysText:
      'A key with only the scope events:write may stand in a web page: it can send events and read nothing.',
    keysCommand: 'Only administrators make keys here. On the machine of the server, this command does it:',
    makeKey: 'Make a key for events',
    keyMade: 'Keep this key now; it is shown only once. The examples below already use it.',
    import: 'Bring history',
    importText: 'CSV, JSON lines and Parquet files with past events, items and customers can be imported.',
  },
};
