import { Desk } from "./desk.js";
import { MakingDesk } from "./making/making-desk.js";
import { serve } from "./serving.js";

serve((start, parts) => (start.making ? new MakingDesk(parts, start, start.making) : new Desk(parts)));
