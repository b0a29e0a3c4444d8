import { Calls } from './calls.ts'
import { measurePoints } from './points.ts'

measurePoints((point, setting) => new Calls(point, setting))
