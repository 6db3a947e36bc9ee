import { unpacked } from './unpacked.js';

/* The only script that stands in a page as it is: it unpacks the one that mounts the panels. */
const packed = document.getElementById('script')?.textContent;
if (packed && typeof DecompressionStream !== 'undefined') {
  unpacked(packed).then((text) => {
    const script = document.createElement('script');
    script.textContent = text;
    document.body.append(script);
  });
}
