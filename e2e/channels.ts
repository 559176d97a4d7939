/** `outside` is http://host; `stun` is the address of a STUN server. */
interface Target {
  outside: string;
  stun: string;
}

/** Ways by which a page can send something elsewhere; each function runs in the page, on its own. */
export const channels: Record<string, (target: Target) => unknown> = {
  fetch: ({ outside }) => fetch(`${outside}/fetch`, { mode: 'no-cors' }),
  xhr: ({ outside }) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${outside}/xhr`);
    request.send('data');
  },
  beacon: ({ outside }) => navigator.sendBeacon(`${outside}/beacon`, 'data'),
  image: ({ outside }) => {
    new Image().src = `${outside}/image`;
  },
  stylesheet: ({ outside }) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: `${outside}/stylesheet` });
    document.head.append(link);
  },
  frame: ({ outside }) => {
    const frame = document.createElement('iframe');
    frame.src = `${outside}/frame`;
    document.body.append(frame);
  },
  script: ({ outside }) => {
    const script = document.createElement('script');
    script.src = `${outside}/script`;
    document.body.append(script);
  },
  events: ({ outside }) => new EventSource(`${outside}/events`),
  socket: ({ outside }) => new WebSocket(`${outside.replace('http', 'ws')}/socket`),
  form: ({ outside }) => {
    const form = document.createElement('form');
    const frame = document.createElement('iframe');
    frame.name = 'form-target';
    Object.assign(form, { action: `${outside}/form`, method: 'post', target: 'form-target' });
    document.body.append(frame, form);
    form.submit();
  },
  window: ({ outside }) => window.open(`${outside}/window`),
  navigation: ({ outside }) => {
    location.href = `${outside}/navigation`;
  },
  webrtc: async ({ stun }) => {
    const connection = new RTCPeerConnection({ iceServers: [{ urls: stun }] });
    connection.createDataChannel('data');
    await connection.setLocalDescription(await connection.createOffer());
  },
};

/** How each channel shows in what arrived outside. */
export const trace = (channel: string, host: string): string =>
  channel === 'webrtc' ? 'UDP' : channel === 'socket' ? `CONNECT ${host}:80` : `http://${host}/${channel}`;
