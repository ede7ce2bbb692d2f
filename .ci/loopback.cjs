// SPDX-License-Identifier: Apache-2.0
// Preloaded into an emulator that knows no bind address: whatever it listens on, it listens on loopback only.
'use strict';
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...given) {
  const callback = given.find((argument) => typeof argument === 'function');
  const first = given[0];
  const port = first !== null && typeof first === 'object' ? first.port : first;
  const options = { port: Number(port) || 0, host: '127.0.0.1' };
  return callback ? listen.call(this, options, callback) : listen.call(this, options);
};
