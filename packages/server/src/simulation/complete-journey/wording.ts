/** The stores' till abbreviations, spelled out. Words that are not listed are only put in lower case. */
const spelledOut: Record<string, string> = {
  FRZN: 'frozen',
  SFT: 'soft',
  DRNK: 'drink',
  DRNKS: 'drinks',
  SNGL: 'single',
  SRV: 'serve',
  BTL: 'bottle',
  CARB: 'carbonated',
  MULT: 'multi',
  PK: 'pack',
  SGL: 'single',
  VEND: 'vending',
  MACH: 'machine',
  SW: 'sweet',
  GDS: 'goods',
  LIQ: 'liquid',
  CHOC: 'chocolate',
  VEG: 'vegetables',
  VEGS: 'vegetables',
  JCE: 'juice',
  CHS: 'cheese',
  MLK: 'milk',
  CRM: 'cream',
  SND: 'sandwich',
  SNDWCH: 'sandwich',
  BF: 'beef',
  CHKN: 'chicken',
  CKN: 'chicken',
  TKY: 'turkey',
  PRK: 'pork',
  SAUS: 'sausage',
  BRKFST: 'breakfast',
  BKFST: 'breakfast',
  BRD: 'bread',
  WHT: 'white',
  WHL: 'whole',
  WHEA: 'wheat',
  FRT: 'fruit',
  STRWBRY: 'strawberry',
  CKE: 'cake',
  CKES: 'cakes',
  CNDY: 'candy',
  CAN: 'canned',
  CND: 'canned',
  DRSNG: 'dressing',
  DRSSNG: 'dressing',
  DINNR: 'dinner',
  ENTRE: 'entree',
  ENTREES: 'entrees',
  HLTH: 'health',
  HSHLD: 'household',
  LNDRY: 'laundry',
  DETRGNT: 'detergent',
  PPR: 'paper',
  TWLS: 'towels',
  TWL: 'towel',
  TISS: 'tissue',
  BATH: 'bath',
  BVRG: 'beverage',
  BEV: 'beverage',
  REFRGRATD: 'refrigerated',
  RFRG: 'refrigerated',
  REF: 'refrigerated',
  SHLF: 'shelf',
  STBL: 'stable',
  NAT: 'natural',
  NTRL: 'natural',
  ORGNC: 'organic',
  PCKGD: 'packaged',
  PKGD: 'packaged',
  MISC: 'miscellaneous',
  SUP: 'supplies',
  CNTRL: 'central',
  MRCH: 'merchandise',
  MERCH: 'merchandise',
  EXP: 'expense',
  WHSE: 'warehouse',
  SPEC: 'specialty',
  SPCL: 'special',
  ASST: 'assorted',
  BLND: 'blend',
  CNT: 'count',
  GRN: 'green',
  RGLR: 'regular',
  REG: 'regular',
  SMK: 'smoked',
  SKM: 'skim',
  YGRT: 'yogurt',
  EGGS: 'eggs',
  PNT: 'peanut',
  BTTR: 'butter',
  BTR: 'butter',
  SPRD: 'spread',
};

const departments: Record<string, string> = {
  'DRUG GM': 'Drugstore and general merchandise',
  'MEAT-PCKGD': 'Packaged meat',
  'SEAFOOD-PCKGD': 'Packaged seafood',
  'CNTRL/STORE SUP': 'Store supplies',
  'PROD-WHS SALES': 'Produce warehouse sales',
  'CHARITABLE CONT': 'Charitable contributions',
  'GM MERCH EXP': 'General merchandise',
  'ELECT &PLUMBING': 'Electrical and plumbing',
};

/** "FRZN ICE" → "Frozen ice". Empty stays empty. */
export function sentence(text: string): string {
  const words = text
    .replace(/[:*]+/g, ' ')
    .replace(/\s*([/,&])\s*/g, '$1')
    .replace(/\(\s*([^)]*?)\s*\)?$/, '($1)')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) =>
      word
        .split(/([/,&()-])/)
        .map((part) => spelledOut[part] ?? part.toLowerCase())
        .join(''),
    )
    .join(' ')
    .replace(/\s*&\s*/g, ' & ')
    .replace(/,(?=\S)/g, ', ')
    .replace(/\s*\(\)\s*/g, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function departmentName(code: string): string {
  return departments[code] ?? sentence(code);
}

/** "11.5 OZ" → "11.5 oz". */
export function packageSize(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
