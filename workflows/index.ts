export {upkeep} from './upkeep.ts';
export {warmUp} from './warm-up.ts';
