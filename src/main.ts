import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { createEngine } from './engine/engine.ts';
import { catalog, loadCatalog } from './state/catalog.ts';
import { createApp } from './state/create-app.ts';

const loaded = loadCatalog();
const app = createApp((describe) => createEngine({ describe, ...catalog, loaded }), catalog);

mount(App, { target: document.getElementById('app')!, props: { app } });
