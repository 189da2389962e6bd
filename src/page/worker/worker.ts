import { Desk } from "./desk.js";
import { serve } from "./serving.js";

serve((_, parts) => new Desk(parts));
