import './styles/fonts.css';
import './styles/colours.css';
import './styles/base.css';
import { mount } from 'svelte';
import App from './App.svelte';

mount(App, { target: document.getElementById('desk') as HTMLElement });
