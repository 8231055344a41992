/* Stands in for two libraries of fontkit: one opens WOFF2, the other shapes the scripts of India. The
   letters of a kit are neither (web/letterhead_kit.py), and both libraries bring no licence. */

export default class Unused {}
