import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { createEngine } from './engine/engine.ts';
import { analyses, operations } from './registry.ts';
import { createApp } from './state/create-app.ts';

const app = createApp((describe) => createEngine({ describe, operations, analyses }), analyses, operations);

mount(App, { target: document.getElementById('app')!, props: { app } });
