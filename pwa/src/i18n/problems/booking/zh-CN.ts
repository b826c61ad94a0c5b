import type en from './en';

export default {
  nothing_to_book: ['这次面试不用预约。', '准备好了随时可以开始。'],
  slot_past: ['这个时间已经过了。', '请选一个晚一点的时间。'],
  slot_unknown: ['这个时间不在可选范围里。', '列表已更新，请重新选一个。'],
  slot_taken: ['这个时间刚被约走。', '附近还有两个可选。'],
  hold_over: ['两分钟的保留时间到了。', '如果还空着，可以再选一次。'],
  booking_closed: ['现在没有需要预约的了。', '进度页会告诉你接下来做什么。'],
  booked_already: ['你已经约好时间了。', '可以改约，或者先取消。'],
  nothing_booked: ['还没有预约。', '请从列表里选一个时间。'],
  move_too_late: ['离开始太近，不能自己改约了。', '写信给联系人，他们还能帮你改。'],
  moves_used_up: ['改约次数用完了。', '写信给联系人，他们还能帮你改。'],
  cancel_too_late: ['离开始太近，不能自己取消了。', '给联系人说一声就好。'],
  calendar_contended: ['现在选时间的人很多。', '请{wait}再试。'],
  calendar_unknown: ['这个日历已停止共享。', '请索取新的地址。'],
} as const satisfies Record<keyof typeof en, readonly [string, string]>;
