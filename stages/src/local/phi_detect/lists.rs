//! Short word lists that the rules share, written for this project. All words are folded.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of words.
pub(super) type Words = LazyLock<HashSet<&'static str>>;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident = $text:expr) => {
        $(#[$doc])*
        pub(super) static $name: Words = LazyLock::new(|| $text.split_whitespace().collect());
    };
}

words!(
    /// Titles before a name.
    HONORIFICS = "mr mrs ms miss mx dr drs doctor prof professor rev reverend fr sr sister sgt capt lt col maj nurse judge mme mlle senor senora"
);
words!(
    /// Degrees and licences after a name.
    CREDENTIALS = "md do mbbs rn np pac pa phd dds dmd dpm od facp facs facc lcsw msw pt dpt ot otr pharmd rph aprn crnp crna cnm cnp fnp fnpc fnpbc lpn lvn cna dnp psyd lpc rd ccc slp atc mph bsn msn dc ma rrt emt"
);
words!(
    /// Relatives and others whose name may follow.
    KIN = "wife husband spouse son daughter mother father brother sister partner girlfriend boyfriend fiance fiancee aunt uncle cousin niece nephew grandmother grandfather grandson granddaughter stepson stepdaughter stepfather stepmother mom dad mum friend roommate neighbor neighbour caregiver guardian caretaker twin baby"
);
words!(
    /// Words between given name and surname.
    PARTICLES = "de la las los del della di da dos van von der den ter ten le al el bin ibn san mac y"
);
words!(
    /// Endings after a surname.
    SUFFIXES = "jr sr ii iii iv"
);
words!(
    /// Words that follow the name of a person or place in the name of a disease, sign, test or device.
    EPONYM_NOUNS = "disease diseases syndrome syndromes sign signs reflex reflexes score scores scale scales criteria criterion test tests testing index indices
        classification class grade grading stage staging system fracture fractures maneuver manoeuvre procedure operation catheter catheters tube tubes palsy
        chorea lymphoma lymphomas sarcoma tumor tumour carcinoma esophagus oesophagus angina thyroiditis phenomenon phenomena contracture contractures node nodes law triad tetrad pentad
        ulcer ulcers hernia cyst cysts gland glands duct ducts canal fascia pouch line lines rule rules formula equation stain staining body bodies cell cells anemia anaemia
        ataxia position incision forceps drain drains clamp retractor flap technique method approach repair trial trials study studies questionnaire inventory
        interview checklist assessment point points space triangle virus bacillus dementia encephalopathy nephropathy neuropathy paralysis murmur pulse respiration respirations breathing breath
        sounds facies nails tremor gait arthropathy joint joints deformity dislocation aneurysm membrane ring rings valve stent pump cannula needle suture
        sutures prosthesis graft shunt loop anastomosis resection gastrectomy pancreaticoduodenectomy colostomy bandage dressing collar splint brace boot sling cast traction
        pin pins wire wires nail rod screw screws plate mesh filter port line keratitis keratopathy uveitis dystrophy atrophy macroglobulinemia purpura gangrene
        nevus granulomatosis arteritis vasculitis thrombocytopenia coma crisis pancreas diverticulum polyposis esophagitis hypertrophy hyperplasia nodule nodules
        spots spot plaque plaques corpuscle corpuscles fibers cycle solution medium agar culture unit units lamp chart view views projection window
        diet method hypothesis principle effect reaction agglutination antigen antibody factor factors protein risk risks calculator algorithm model models
        guideline guidelines recommendations protocol regimen consensus report survey battery task matrices exam examination examinations laser microscope tonometry tonometer
        ultrasound echocardiography sonography scan imaging flow perimetry fundoscopy lens implant implants applicator prosthetics chamber plethysmograph
        mutation mutations gene nephritis neuralgia neuroma melanoma fever rash pox disorder deficiency"
);
words!(
    /// Words that say a capitalised word before them is the subject, a person.
    PERSON_VERBS = "is was has had denies denied reports reported states stated presents presented complains complained says said told feels felt takes took lives lived
        works worked came comes underwent received receives agrees agreed understands understood continues continued endorses endorsed notes noted describes
        described returns returned requests requested needs wants will would does did also and who whose"
);
words!(
    /// Words after which a name may stand.
    PERSON_BEFORE = "patient pt patients named called name like by with for of per from to and client resident veteran gentleman lady woman man male female child boy girl infant
        teen teenager student mother father known as cc attn attention dear regarding re saw seen told contacted is ref about case"
);
words!(
    /// Departments, units and other words that may stand capitalised before a facility word without telling it apart.
    GENERIC = "emergency outpatient inpatient primary urgent intensive critical family internal pain eye wound heart vascular stroke sleep spine trauma burn
        cardiac cardiology cardiovascular neurology neurosurgery orthopedic orthopedics orthopaedic pediatric pediatrics surgical surgery oncology hematology dermatology
        gastroenterology gi endocrinology diabetes diabetic nephrology renal dialysis pulmonary rheumatology urology gynecology obstetrics ob gyn obgyn psychiatry psychiatric
        ophthalmology ent allergy immunology infectious disease travel physical occupational speech therapy rehabilitation rehab sports nuclear general medicine medical
        health mental behavioral public home womens mens women men womans childrens adult geriatric senior student employee occupational community hospital clinic center
        centre nursing care day ambulatory anticoagulation coumadin warfarin infusion cancer breast fertility prenatal antenatal postnatal maternity weight bariatric memory movement headache
        transplant liver kidney lung bone joint foot hand hip shoulder knee back skin vein dental oral acute chronic long short term palliative hospice skilled assisted living
        telehealth virtual retail mobile local outside referring same this that the our his her their my your a an at in on of and or to for from by with all any other another
        new old previous prior recent current first second third annual final global international national american united states world department division unit
        ward floor service services clinical research teaching academic tertiary quaternary secondary referral reference specialty specialist preventive preventative integrative
        complementary alternative population electronic digital quality safety total overall good poor fair excellent general functional social sexual reproductive maternal child
        patient patients visit history past family present reviewed heart respiratory allergies abdominal
        laboratory lab pathology radiology imaging diagnostic pharmacy blood poison call contact data training education wellness fitness swallow hearing balance
        procedure operating recovery observation stepdown step down telemetry neonatal high low risk when after before during if no yes seen admitted"
);
words!(
    /// Generic words that tell a facility apart all the same when they stand before `Hospital`, `Clinic` and the like.
    GENERIC_FACILITY = "general community childrens womens memorial university regional county city veterans methodist baptist presbyterian mercy providence"
);
words!(
    /// Institutions known by letters or one word, and names of places short of a city.
    INSTITUTIONS = "ucla ucsf ucsd uci nyu mgh bwh bidmc upmc hup chop chla mskcc mdacc uab unc uva vcu ohsu utsw utmb lsu usc uic muhc musc vamc nih jhh uchealth umich uw osu ucf
        cedars kaiser geisinger intermountain ascension dignity banner scripps baylor emory vanderbilt stanford northwestern cornell columbia hopkins mayo langone montefiore sloan
        bellevue presbyterian brigham dartmouth georgetown tufts bronx brooklyn manhattan harlem hollywood nyc philly chitown nola"
);
words!(
    /// Verbs of care: `evaluated at X` names a facility or place.
    CARE = "seen treated admitted evaluated hospitalized hospitalised operated performed done discharged followed managed diagnosed transferred referred visit visited visits
        appointment procedure surgery care treatment checkup followup consult consultation consulted examined assessed monitored enrolled registered presented presenting
        screened tested undergone underwent received receiving hospitalization stay admission transplant transplanted biopsy imaging mri ct scan scanned rehab therapy
        lives living resides residing lived moved born works working employed located based recently initially previously currently originally her his their clinic office er ed id mrn
        today last up in out back procedures reviewed work workup delivered delivery inpatient outpatient"
);
words!(
    /// Departments and abbreviations that may follow `at` or `in` without being a place.
    NO_PLACE = "icu ed er or pacu snf ltac osh pcp ccu micu sicu nicu picu ob gyn ent ems dos mri ct er iv im po ekg ecg eeg emg bmi bp hr rr ldl hdl a1c hba1c copd chf ckd dm htn
        gerd ms hiv aids usa us uk cdc fda who nih aha acc ada acr nice nhs gp hpi ros pmh psh fh sh rbc wbc afebrile tsh inr cad cabg pci stemi nstemi dvt pe tia cva"
);
words!(
    /// US states and territories in full (the words of those with two are checked apart).
    STATES = "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine
        maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
        washington wisconsin wyoming"
);
words!(
    /// Countries, which are no place smaller than a state, and peoples.
    COUNTRIES = "spain france germany italy england ireland scotland wales portugal poland greece turkey israel egypt india china japan korea vietnam thailand mexico canada cuba
        haiti jamaica peru chile brazil argentina colombia venezuela ecuador bolivia uruguay paraguay guatemala honduras nicaragua panama morocco algeria nigeria ghana kenya
        ethiopia somalia sudan iran iraq syria lebanon jordan pakistan afghanistan nepal russia ukraine romania hungary austria switzerland belgium holland netherlands denmark
        norway sweden finland iceland australia europe africa asia america usa spanish french german italian english irish scottish british"
);
words!(
    /// Postal abbreviations of states and territories.
    STATE_CODES = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc pr gu vi"
);
words!(
    /// Words of a street's name that say what it is.
    STREETS = "street st avenue ave boulevard blvd lane ln drive dr road rd court ct place pl way terrace ter parkway pkwy highway hwy circle cir square sq trail trl plaza alley route"
);
